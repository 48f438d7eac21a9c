namespace Connectors.Core.Sessions.Keeping;

/// <summary>A session that goes into the books.</summary>
/// <param name="Session">What it was to be.</param>
/// <param name="Closing">How it went.</param>
/// <param name="Heard">Audio of the agent that was heard.</param>
/// <param name="TranscriptVersion">Version of the transcript that is kept already; 0: none.</param>
internal sealed record ClosedSession(SessionSpecification Session, SessionClosing Closing, TimeSpan Heard, long TranscriptVersion)
{
    public override string ToString() => Session.Id;
}
