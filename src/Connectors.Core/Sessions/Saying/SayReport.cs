namespace Connectors.Core.Sessions.Saying;

/// <summary>What became of audio that was to be said, as far as it came in.</summary>
/// <param name="SayId">Its id in the session's events.</param>
/// <param name="Outcome">Whether all of it came in, and why not.</param>
/// <param name="Taken">Audio that the session took.</param>
public sealed record SayReport(string SayId, CommandOutcome Outcome, TimeSpan Taken)
{
    /// <summary>The id only.</summary>
    public override string ToString() => SayId;
}
