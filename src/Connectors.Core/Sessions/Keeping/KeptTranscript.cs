using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>A transcript as it is kept.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Document">What was said.</param>
/// <param name="Through">
/// While the session lives, place of the last event that it knows of: what later events tell is added by whoever goes on.
/// </param>
public sealed record KeptTranscript(string TenantId, TranscriptDocument Document, long? Through = null)
{
    /// <summary>The session only.</summary>
    public override string ToString() => Document.SessionId;
}
