namespace Connectors.Providers.OpenAI.Dialog;

/// <summary>
/// Responses wanted of OpenAI, in order. Only one can be active, and the server begins some by itself, so that a request may
/// be refused although none seemed active (<c>conversation_already_has_active_response</c>); it is then made again. Guarded
/// by its owner.
/// </summary>
internal sealed class ResponseRequests
{
    private const int Limit = 16;

    private readonly LinkedList<ResponseRequest> _waiting = new();
    private (string EventId, ResponseRequest Request)? _sent;

    // What was sent last and seemed to be answered: its refusal may still come, if the response was the server's own.
    private (string EventId, ResponseRequest Request)? _begun;

    /// <summary>Whether a request was sent and neither answered nor refused yet.</summary>
    public bool IsInFlight => _sent is not null;

    /// <summary>Adds a request behind the others.</summary>
    /// <returns>False if too many wait already.</returns>
    public bool TryAdd(ResponseRequest request)
    {
        if (request.IsAnswer && _waiting.Any(static waiting => waiting.IsAnswer))
        {
            return true;
        }

        if (_waiting.Count >= Limit)
        {
            return false;
        }

        _waiting.AddLast(request);
        return true;
    }

    /// <summary>Takes the next request to be sent, or null.</summary>
    /// <param name="eventId">Under which it is sent.</param>
    public ResponseRequest? Take(string eventId)
    {
        if (_sent is not null || _waiting.First is not { } first)
        {
            return null;
        }

        _waiting.RemoveFirst();
        _sent = (eventId, first.Value);
        return first.Value;
    }

    /// <summary>A response began.</summary>
    /// <returns>The request that it seems to answer, or null if the server began it by itself.</returns>
    public ResponseRequest? Begin()
    {
        _begun = _sent;
        _sent = null;
        return _begun?.Request;
    }

    /// <summary>The server refused a request.</summary>
    /// <param name="eventId">Of the request; null if the server did not say, which then means the newest.</param>
    /// <param name="again">Whether to ask again once the active response is over.</param>
    public void Refuse(string? eventId, bool again)
    {
        if (_sent is { } sent && (eventId is null || sent.EventId == eventId))
        {
            _sent = null;
            PutBack(sent.Request, again);
        }
        else if (_begun is { } begun && (eventId is null || begun.EventId == eventId))
        {
            _begun = null;
            PutBack(begun.Request, again);
        }
    }

    /// <summary>Wants a request again, before all others.</summary>
    public void PutBack(ResponseRequest request) => PutBack(request, again: true);

    /// <summary>Forgets waiting answers, because the server is going to answer by itself.</summary>
    public void DropAnswers()
    {
        if (_waiting.FirstOrDefault(static waiting => waiting.IsAnswer) is { } answer)
        {
            _waiting.Remove(answer);
        }
    }

    private void PutBack(ResponseRequest request, bool again)
    {
        if (again && !(request.IsAnswer && _waiting.Any(static waiting => waiting.IsAnswer)))
        {
            _waiting.AddFirst(request);
        }
    }
}
