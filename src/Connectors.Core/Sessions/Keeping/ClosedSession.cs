namespace Connectors.Core.Sessions.Keeping;

/// <summary>A session that goes into the books.</summary>
/// <param name="Session">What it was to be.</param>
/// <param name="Closing">How it went.</param>
/// <param name="TranscriptVersion">Version of the transcript that is kept already; 0: none.</param>
internal sealed record ClosedSession(SessionSpecification Session, SessionClosing Closing, long TranscriptVersion)
{
    /// <summary>Audio of the agents that was heard.</summary>
    public required TimeSpan Heard { get; init; }

    /// <summary>That of the fallback.</summary>
    public required TimeSpan HeardOnFallback { get; init; }

    public override string ToString() => Session.Id;
}
