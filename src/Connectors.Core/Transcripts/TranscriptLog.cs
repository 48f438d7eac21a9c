namespace Connectors.Core.Transcripts;

/// <summary>
/// The conversation as it was heard, put together from two sides that tell it out of order: interim and final texts of the
/// user, pieces, wholes and corrections of the agent, interruptions by audio time. Segments stand in the order in which
/// they began. Times are offsets from the session's start. Owned by one loop: not thread-safe.
/// </summary>
/// <param name="limits">How much is kept.</param>
public sealed class TranscriptLog(TranscriptLimits limits)
{
    private readonly List<TranscriptEntry> _entries = [];
    private readonly Utterances _utterances = new();
    private int _ordinals;
    private int _characters;
    private long _newestDroppedTurn;

    /// <summary>Segments that went because of the limits.</summary>
    public int DroppedSegments { get; private set; }

    /// <summary>Characters that went because of the limits, those of dropped segments included.</summary>
    public long DroppedCharacters { get; private set; }

    /// <summary>Everything that has a text, in the order in which it began; a copy.</summary>
    public IReadOnlyList<TranscriptSegment> Segments() =>
        [.. _entries.Where(entry => !entry.IsEmpty).Select(entry => entry.Snapshot())];

    /// <summary>What the agent is known to have said in a turn, as far as it was heard; empty if nothing is known.</summary>
    /// <param name="turn">What <see cref="StartTurn"/> returned.</param>
    public string TextOf(long turn) => FindTurn(turn)?.Text ?? string.Empty;

    /// <summary>
    /// What another agent connection has to know, oldest first: what was heard, the newest
    /// <see cref="TranscriptLimits.HistoryCharacters"/> of it.
    /// </summary>
    public IReadOnlyList<ConversationLine> History()
    {
        List<ConversationLine> lines = [];
        var left = limits.HistoryCharacters;
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            var line = _entries[i].Line();
            left -= line.Text.Length;
            if (left < 0)
            {
                break;
            }

            if (line.Text.Length > 0)
            {
                lines.Add(line);
            }
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>
    /// Another agent connection takes over, whose items count anew. What was interim of the user stays as it is, for nobody
    /// will finish it; a turn of the agent's may still be heard to its end.
    /// </summary>
    public void ReplaceConnection()
    {
        foreach (var entry in _entries.Where(entry => entry.ItemId is not null))
        {
            entry.ItemId = null;
            entry.State = entry.State == TranscriptState.Interim ? TranscriptState.Final : entry.State;
        }
    }

    /// <summary>A conversation that another process began, as far as it was kept.</summary>
    /// <param name="limits">How much is kept.</param>
    /// <param name="kept">What was kept, or null.</param>
    public static TranscriptLog Restore(TranscriptLimits limits, TranscriptDocument? kept)
    {
        var log = new TranscriptLog(limits) { DroppedSegments = kept?.DroppedSegments ?? 0 };
        foreach (var segment in kept?.Segments ?? [])
        {
            var entry = new TranscriptEntry(
                segment.Ordinal, segment.Speaker, TimeSpan.FromMilliseconds(segment.StartedMs), limits.SegmentCharacters)
            {
                Turn = segment.Turn,
                State = segment.State,
                EndedAt = segment.EndedMs is { } ended ? TimeSpan.FromMilliseconds(ended) : null,
                ItemId = segment is { Speaker: Speaker.User, State: TranscriptState.Interim } ? string.Empty : null,
            };
            entry.Append(segment.Text);
            log._entries.Add(entry);
            log._characters += entry.Length;
            log._ordinals = Math.Max(log._ordinals, segment.Ordinal);
        }

        return log;
    }

    /// <summary>The process broke off: what was interim stays as it is, and of the agent's turn nobody knows how much was heard.</summary>
    /// <param name="at">When.</param>
    public void Break(TimeSpan at)
    {
        ReplaceConnection();
        foreach (var entry in _entries.Where(entry => entry is { Turn: not null, EndedAt: null }))
        {
            entry.EndedAt = at < entry.StartedAt ? entry.StartedAt : at;
            entry.State = entry.State == TranscriptState.Corrected ? TranscriptState.Corrected : TranscriptState.Interrupted;
        }
    }

    /// <summary>The user began to speak, by whoever detects it.</summary>
    /// <param name="at">When.</param>
    public void StartUserSpeech(TimeSpan at) => _utterances.Start(at);

    /// <summary>The user stopped.</summary>
    /// <param name="at">When.</param>
    public void StopUserSpeech(TimeSpan at) => _utterances.Stop(at);

    /// <summary>What the user said, so far or for good.</summary>
    /// <param name="itemId">Same for the texts of one utterance; empty where the provider has none.</param>
    /// <param name="text">The utterance so far; a final text of nothing takes the interim ones back.</param>
    /// <param name="isFinal">Whether it won't change any more.</param>
    /// <param name="at">When it came.</param>
    /// <returns>Whether the transcript changed.</returns>
    public bool AddUserText(string itemId, string text, bool isFinal, TimeSpan at)
    {
        var entry = _entries.FindLast(
            candidate => candidate.ItemId == itemId && (itemId.Length > 0 || candidate.State == TranscriptState.Interim));
        if (string.IsNullOrWhiteSpace(text))
        {
            return isFinal && entry?.State == TranscriptState.Interim && Remove(entry);
        }

        if (entry is null)
        {
            var utterance = _utterances.Take(isFinal);
            entry = Insert(Speaker.User, utterance?.StartedAt ?? at, null);
            entry.ItemId = itemId;
            entry.EndedAt = utterance?.StoppedAt;
        }
        else if (entry.State == TranscriptState.Final && (!isFinal || entry.Text == text))
        {
            return false;
        }

        if (isFinal)
        {
            entry.State = TranscriptState.Final;
            entry.EndedAt ??= at;
        }

        Change(entry, text, isWhole: true);
        return true;
    }

    /// <summary>The user wrote something.</summary>
    /// <param name="text">What.</param>
    /// <param name="at">When.</param>
    public void AddUserMessage(string text, TimeSpan at)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            var entry = Insert(Speaker.User, at, null);
            entry.EndedAt = at;
            entry.State = TranscriptState.Final;
            Change(entry, text, isWhole: true);
        }
    }

    /// <summary>The agent's turn began; its text may come much later, or never.</summary>
    /// <param name="turn">A turn of the session.</param>
    /// <param name="at">When.</param>
    /// <returns>The turn's number.</returns>
    public long StartTurn(TurnId turn, TimeSpan at)
    {
        FindOrInsertTurn(turn, at);
        Trim();
        return turn.Number;
    }

    /// <summary>What the agent says in a turn.</summary>
    /// <param name="turn">A turn of the session.</param>
    /// <param name="text">The text.</param>
    /// <param name="kind">
    /// A piece is appended, a whole text replaces the pieces, a correction replaces both and stays; it also takes the place
    /// of our estimate.
    /// </param>
    /// <param name="at">When it came.</param>
    /// <returns>Whether the transcript changed.</returns>
    public bool AddAgentText(TurnId turn, string text, AgentTextKind kind, TimeSpan at)
    {
        if (kind == AgentTextKind.Correction)
        {
            return Correct(FindTurn(turn.Number), text);
        }

        if (text.Length == 0 || FindOrInsertTurn(turn, at) is not { } entry)
        {
            return false;
        }

        // After an interruption a piece would make the heard part longer, though nothing more is heard.
        var isLatePiece = kind == AgentTextKind.Delta && entry.State == TranscriptState.Interrupted && entry.Length > 0;
        if (entry.State == TranscriptState.Corrected || isLatePiece || (kind == AgentTextKind.Full && entry.IsWhole(text)))
        {
            return false;
        }

        if (kind == AgentTextKind.Full && entry.State == TranscriptState.Interim)
        {
            entry.State = TranscriptState.Final;
        }

        Change(entry, text, isWhole: kind == AgentTextKind.Full);
        return true;
    }

    /// <summary>A turn was heard to its end.</summary>
    /// <param name="turn">What <see cref="StartTurn"/> returned.</param>
    /// <param name="at">When.</param>
    public void FinishTurn(long turn, TimeSpan at)
    {
        if (FindTurn(turn) is { EndedAt: null } entry)
        {
            entry.EndedAt = at;
            entry.State = entry.State == TranscriptState.Interim ? TranscriptState.Final : entry.State;
        }
    }

    /// <summary>A turn was cut: its text becomes what was heard, until the provider corrects it.</summary>
    /// <param name="turn">What <see cref="StartTurn"/> returned.</param>
    /// <param name="heard">Audio of the turn that was heard.</param>
    /// <param name="received">Audio of the turn that had been received.</param>
    /// <param name="at">When.</param>
    public void InterruptTurn(long turn, TimeSpan heard, TimeSpan received, TimeSpan at)
    {
        if (FindTurn(turn) is { EndedAt: null } entry)
        {
            entry.Interrupt(heard, received, at);
        }
    }

    private bool Correct(TranscriptEntry? entry, string text)
    {
        if (entry is null || (entry.State == TranscriptState.Corrected && entry.Text == text))
        {
            return false;
        }

        entry.State = TranscriptState.Corrected;
        Change(entry, text, isWhole: true);
        return true;
    }

    private TranscriptEntry? FindTurn(long turn) => _entries.FindLast(entry => entry.Turn == turn);

    // Null for a turn that the limits have taken: it must not come back as a new one.
    private TranscriptEntry? FindOrInsertTurn(TurnId turn, TimeSpan at)
    {
        if (FindTurn(turn.Number) is { } entry)
        {
            return entry;
        }

        return turn.Number <= _newestDroppedTurn ? null : Insert(Speaker.Agent, at, turn.Number);
    }

    private TranscriptEntry Insert(Speaker speaker, TimeSpan startedAt, long? turn)
    {
        var index = _entries.FindLastIndex(other => other.StartedAt <= startedAt) + 1;
        var entry = new TranscriptEntry(++_ordinals, speaker, startedAt, limits.SegmentCharacters) { Turn = turn };
        _entries.Insert(index, entry);
        return entry;
    }

    private bool Remove(TranscriptEntry entry)
    {
        _characters -= entry.Length;
        return _entries.Remove(entry);
    }

    private void Change(TranscriptEntry entry, string text, bool isWhole)
    {
        var before = entry.Length;
        DroppedCharacters += isWhole ? entry.Replace(text) : entry.Append(text);
        _characters += entry.Length - before;
        Trim();
    }

    private void Trim()
    {
        while (_entries.Count > 1 && (_entries.Count > limits.Segments || _characters > limits.Characters))
        {
            var oldest = _entries[0];
            _newestDroppedTurn = Math.Max(_newestDroppedTurn, oldest.Turn ?? 0);
            DroppedSegments += oldest.IsEmpty ? 0 : 1;
            DroppedCharacters += oldest.Length;
            Remove(oldest);
        }
    }
}
