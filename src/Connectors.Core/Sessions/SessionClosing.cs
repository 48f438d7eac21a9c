using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>How a session went.</summary>
/// <param name="End">How it ended.</param>
/// <param name="EndedAt">When.</param>
/// <param name="Record">Its record; null if it never came to that.</param>
/// <param name="Transcript">What was said.</param>
public sealed record SessionClosing(SessionEnd End, DateTimeOffset EndedAt, SessionRecord? Record, TranscriptDocument Transcript)
{
    /// <summary>The end only.</summary>
    public override string ToString() => End.ToString();
}
