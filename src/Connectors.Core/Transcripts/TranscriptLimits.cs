namespace Connectors.Core.Transcripts;

/// <summary>How much of a conversation is kept. At a limit the oldest segments go, and are counted.</summary>
public sealed record TranscriptLimits
{
    /// <summary>Segments. Default 4,000.</summary>
    public int Segments { get; init; } = 4_000;

    /// <summary>UTF-16 code units of all texts. Default 250,000: about five hours of talk, half a megabyte.</summary>
    public int Characters { get; init; } = 250_000;

    /// <summary>UTF-16 code units of one text; what is over it is cut off. Default 20,000.</summary>
    public int SegmentCharacters { get; init; } = 20_000;

    /// <summary>UTF-16 code units carried over to another agent connection, the newest. Default 20,000.</summary>
    public int HistoryCharacters { get; init; } = 20_000;
}
