using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Saying;

namespace Connectors.Server.Api.Contracts;

/// <summary>What became of something that was to be said.</summary>
/// <param name="Accepted">Whether all of it was taken; it need not have been heard yet.</param>
/// <param name="Reason">Why not; stable, kebab-case.</param>
/// <param name="Message">The same for people.</param>
/// <param name="SayId">Its id in the session's events say.queued and say.ended; null where an agent says it.</param>
/// <param name="AudioMs">Audio that was taken, in milliseconds; null where an agent says it.</param>
internal sealed record SayView(bool Accepted, string? Reason, string? Message, string? SayId, double? AudioMs)
{
    public static SayView From(SayReport report) => new(
        report.Outcome.IsAccepted, report.Outcome.Reason, report.Outcome.Message, report.SayId, report.Taken.TotalMilliseconds);

    public static SayView From(CommandOutcome outcome) => new(outcome.IsAccepted, outcome.Reason, outcome.Message, null, null);
}
