namespace Connectors.Core.Bridging;

/// <summary>
/// The utterances that the avatar was sent and may still tell about: of each turn, one id for all chunks, never used again
/// (facts/liveavatar.md §2.4). A turn is sent while the one before it is still heard, so there can be several.
/// </summary>
internal sealed class SpokenUtterances
{
    private const int Kept = 8;

    private readonly List<(long Turn, string EventId)> _utterances = new(Kept);

    /// <summary>Id of the utterance begun last, or null.</summary>
    public string? Newest => _utterances.Count > 0 ? _utterances[^1].EventId : null;

    /// <summary>Begins an utterance of a turn.</summary>
    public void Begin(long turn)
    {
        if (_utterances.Count == Kept)
        {
            _utterances.RemoveAt(0);
        }

        _utterances.Add((turn, Guid.NewGuid().ToString()));
    }

    /// <summary>Id of a turn's utterance, the newest of them; null if it has none.</summary>
    public string? Of(long turn)
    {
        // No lambda: this is asked for each chunk, and it would be made anew each time.
        for (var i = _utterances.Count - 1; i >= 0; i--)
        {
            if (_utterances[i].Turn == turn)
            {
                return _utterances[i].EventId;
            }
        }

        return null;
    }

    /// <summary>The turn that an event is about; null if it is about none that counts.</summary>
    /// <param name="eventId">As it came back; some servers leave it out.</param>
    /// <param name="current">The turn that is heard now or about to be, which an event without an id is about.</param>
    public long? TurnOf(string? eventId, long? current)
    {
        foreach (var (turn, id) in _utterances)
        {
            if (eventId is null ? turn == current : id == eventId)
            {
                return turn;
            }
        }

        return null;
    }

    /// <summary>All of them are over: whatever still comes about them is of no interest.</summary>
    public void Clear() => _utterances.Clear();
}
