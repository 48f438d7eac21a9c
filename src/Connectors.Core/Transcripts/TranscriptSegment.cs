namespace Connectors.Core.Transcripts;

/// <summary>One thing that was said, as far as it is known now.</summary>
public sealed record TranscriptSegment
{
    /// <summary>Names the segment for good: 1, 2, 3… as they came to be known, which is not always the order they were said in.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Who said it.</summary>
    public required Speaker Speaker { get; init; }

    /// <summary>What was said; of an interrupted turn what was heard, which may be nothing.</summary>
    public required string Text { get; init; }

    /// <summary>How certain it is.</summary>
    public required TranscriptState State { get; init; }

    /// <summary>When it began, from the session's start.</summary>
    public required TimeSpan StartedAt { get; init; }

    /// <summary>When it ended, from the session's start; null while it goes on.</summary>
    public TimeSpan? EndedAt { get; init; }

    /// <summary>The agent's turn, counted over all of the session's agent connections; null for the user.</summary>
    public long? Turn { get; init; }

    /// <summary>Ordinal and state only: speech is personal.</summary>
    public override string ToString() => $"{Ordinal} {State}";
}
