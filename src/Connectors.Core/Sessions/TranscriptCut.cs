using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>A transcript, and which events it knows of.</summary>
/// <param name="Segments">What was said.</param>
/// <param name="DroppedSegments">Segments that are missing at the beginning.</param>
/// <param name="Through">Place of the last event before it was made; what later events tell is not in it.</param>
public sealed record TranscriptCut(IReadOnlyList<TranscriptSegment> Segments, int DroppedSegments, long Through)
{
    /// <summary>The place only: speech is personal.</summary>
    public override string ToString() => $"{Through}";
}
