using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>A transcript as it is kept.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Document">What was said.</param>
public sealed record KeptTranscript(string TenantId, TranscriptDocument Document)
{
    /// <summary>The session only.</summary>
    public override string ToString() => Document.SessionId;
}
