using System.Text;

namespace Connectors.Core.Transcripts;

/// <summary>A segment in the making.</summary>
internal sealed class TranscriptEntry(int ordinal, Speaker speaker, TimeSpan startedAt, int limit)
{
    private readonly StringBuilder _text = new();

    public int Ordinal { get; } = ordinal;

    public TimeSpan StartedAt { get; } = startedAt;

    /// <summary>The provider's id of what the user said; null for messages and closed connections.</summary>
    public string? ItemId { get; set; }

    public long? Turn { get; init; }

    public TimeSpan? EndedAt { get; set; }

    public TranscriptState State { get; set; }

    /// <summary>Audio heard and received, of an interrupted turn.</summary>
    public (TimeSpan Heard, TimeSpan Received)? Cut { get; private set; }

    /// <summary>Characters that are kept, heard or not.</summary>
    public int Length => _text.Length;

    public bool IsEmpty => _text.Length == 0 && State != TranscriptState.Corrected;

    public string Text => State == TranscriptState.Interrupted && Cut is { } cut
        ? HeardText.Estimate(_text.ToString(), cut.Heard, cut.Received)
        : _text.ToString();

    /// <summary>Whether it is this text already.</summary>
    public bool IsWhole(string text) => State != TranscriptState.Interim && _text.Equals(text);

    /// <summary>Appends, and returns how many characters did not fit.</summary>
    public int Append(string text)
    {
        var length = HeardText.WholeCharacters(text, Math.Min(text.Length, limit - _text.Length));
        _text.Append(text, 0, length);
        return text.Length - length;
    }

    /// <summary>Replaces the text, and returns how many characters did not fit.</summary>
    public int Replace(string text)
    {
        _text.Clear();
        return Append(text);
    }

    public void Interrupt(TimeSpan heard, TimeSpan received, TimeSpan at)
    {
        Cut = (heard, received);
        EndedAt = at;
        State = State == TranscriptState.Corrected ? TranscriptState.Corrected : TranscriptState.Interrupted;
    }

    public TranscriptSegment Snapshot() => new()
    {
        Ordinal = Ordinal,
        Speaker = speaker,
        Text = Text,
        State = State,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Turn = Turn,
    };

    public ConversationLine Line() => new(speaker, Text.Trim());
}
