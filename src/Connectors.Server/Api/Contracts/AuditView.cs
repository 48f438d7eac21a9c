using Connectors.Core.Auditing;

namespace Connectors.Server.Api.Contracts;

/// <summary>An entry of the audit log.</summary>
/// <param name="Sequence">Its place, from 1, without gaps.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What.</param>
/// <param name="Subject">To what.</param>
/// <param name="Outcome">done, or why not.</param>
/// <param name="From">From which address; null: the service itself.</param>
internal sealed record AuditView(
    long Sequence, DateTimeOffset At, string Actor, string Action, string Subject, string Outcome, string? From)
{
    public static AuditView Of(AuditEntry entry) => new(
        entry.Sequence, entry.At, entry.Event.Actor, entry.Event.Action, entry.Event.Subject, entry.Event.Outcome, entry.Event.From);
}
