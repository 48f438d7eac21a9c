using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Admission;

/// <summary>This node's places among those of all nodes: taken, kept good, given back.</summary>
/// <param name="quotas">What all nodes have taken.</param>
/// <param name="capacity">Sessions at once on this node.</param>
/// <param name="logger">Told of places that could not be renewed or given back.</param>
/// <param name="onFreed">Told of a place of this node that is free again, or will be before anything else is asked here.</param>
internal sealed partial class SharedPlaces(ISharedQuotas quotas, int capacity, ILogger logger, Action<SharedPlace> onFreed)
{
    private const int RenewedAtOnce = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SharedPlace> _places = new(StringComparer.Ordinal);
    private Task _releases = Task.CompletedTask;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _places.Count;
            }
        }
    }

    /// <summary>Takes a place if the node has room and all quotas allow it.</summary>
    public async Task<Outcome<AdmissionTicket>> TakeAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var place = new SharedPlace(request.SessionId, $"{Guid.NewGuid():N}", request.TenantId, request.Credential?.CredentialId);
        Task releases;
        lock (_lock)
        {
            if (Reserve(place) is { } refusal)
            {
                return refusal;
            }

            releases = _releases;
        }

        try
        {
            // What this node has given back must be free for whoever asks here afterwards.
            await releases.WaitAsync(cancellationToken);
            var answer = await quotas.TakeAsync(place, request, cancellationToken);
            if (answer.Verdict == QuotaVerdict.Taken)
            {
                return new AdmissionTicket(request.SessionId, () => LeaveIfIn(place));
            }

            Unreserve(place);
            return RefusalOf(answer, request);
        }
        catch (StoreUnavailableException error)
        {
            Log.NotAsked(logger, error.Message);
            LeaveIfIn(place);
            return AdmissionRefusals.StoreAway;
        }
        catch
        {
            LeaveIfIn(place);
            throw;
        }
    }

    /// <summary>Counts a session in whose place another process of this node had; the next renewal takes the place for it.</summary>
    public void Enter(AdmissionRequest request)
    {
        lock (_lock)
        {
            _places.TryAdd(
                request.SessionId, new(request.SessionId, $"{Guid.NewGuid():N}", request.TenantId, request.Credential?.CredentialId));
        }
    }

    public void Leave(string sessionId)
    {
        SharedPlace? place;
        lock (_lock)
        {
            place = _places.GetValueOrDefault(sessionId);
        }

        if (place is not null)
        {
            LeaveIfIn(place);
        }
    }

    /// <summary>Waits until what was given back is free for all nodes, or its call has failed.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _releases.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Makes all places good for another lease.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        List<SharedPlace> places;
        lock (_lock)
        {
            places = [.. _places.Values];
        }

        foreach (var chunk in places.Chunk(RenewedAtOnce))
        {
            try
            {
                if (await quotas.RenewAsync(chunk, cancellationToken) is > 0 and var lost)
                {
                    Log.PlacesLost(logger, lost);
                }
            }
            catch (StoreUnavailableException error)
            {
                Log.NotRenewed(logger, chunk.Length, error.Message);
            }
        }
    }

    // Whoever is being asked for counts already: near the node's capacity one that is refused in the end may keep another one out.
    private Refusal? Reserve(SharedPlace place)
    {
        var refusal = _places.ContainsKey(place.SessionId) ? AdmissionRefusals.Twice
            : _places.Count >= capacity ? AdmissionRefusals.Full(capacity)
            : null;
        if (refusal is null)
        {
            _places.Add(place.SessionId, place);
        }

        return refusal;
    }

    private void Unreserve(SharedPlace place)
    {
        lock (_lock)
        {
            _places.Remove(place.SessionId);
        }
    }

    // A ticket of a failed start must not give back the place of the same session's next start.
    private void LeaveIfIn(SharedPlace place)
    {
        lock (_lock)
        {
            if (_places.GetValueOrDefault(place.SessionId) != place)
            {
                return;
            }

            _places.Remove(place.SessionId);
            var release = Task.Run(() => GiveBackAsync(place));
            _releases = _releases.IsCompleted ? release : Task.WhenAll(_releases, release);
        }

        onFreed(place);
    }

    private async Task GiveBackAsync(SharedPlace place)
    {
        try
        {
            await quotas.ReleaseAsync(place, CancellationToken.None);
        }
        catch (Exception error)
        {
            // Nobody renews it any more.
            Log.NotGivenBack(logger, place.SessionId, error.GetType().FullName);
        }
    }

    private static Refusal RefusalOf(QuotaAnswer answer, AdmissionRequest request) => answer.Verdict switch
    {
        QuotaVerdict.Twice => AdmissionRefusals.Twice,
        QuotaVerdict.TooManySessions => AdmissionRefusals.Quota(request.Quotas.SessionsAtOnce),
        QuotaVerdict.TooManyStarts => AdmissionRefusals.Rate(request.Quotas.StartsPerMinute, answer.RetryAfter),
        _ => AdmissionRefusals.Busy(request.Credential!),
    };

    private static partial class Log
    {
        [LoggerMessage(1291, LogLevel.Warning, "{Places} places could not be renewed: {Fault}")]
        public static partial void NotRenewed(ILogger logger, int places, string fault);

        [LoggerMessage(1292, LogLevel.Warning, "{Places} places were taken over by other nodes")]
        public static partial void PlacesLost(ILogger logger, int places);

        [LoggerMessage(1293, LogLevel.Warning, "The place of session {SessionId} was not given back and ends with its lease: {ErrorType}")]
        public static partial void NotGivenBack(ILogger logger, string sessionId, string? errorType);

        [LoggerMessage(1294, LogLevel.Warning, "A session was refused because quotas could not be looked at: {Fault}")]
        public static partial void NotAsked(ILogger logger, string fault);
    }
}
