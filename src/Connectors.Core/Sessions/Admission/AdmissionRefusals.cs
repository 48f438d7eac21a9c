using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>The words in which admission refuses.</summary>
internal static class AdmissionRefusals
{
    // Nobody knows when a session ends; it is worth asking again after so long.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    // Time in which an orchestrator takes a draining node out of its rotation.
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(10);

    public static Refusal Draining { get; } = new(RefusalKind.CapacityReached, "This node is being drained and takes no more sessions.")
    {
        RetryAfter = AfterDrain,
    };

    public static Refusal Twice { get; } = new(RefusalKind.Conflict, "The session was started already.");

    public static Refusal StoreAway { get; } = new(RefusalKind.CapacityReached, "What all nodes have taken can't be looked at just now.")
    {
        RetryAfter = Soon,
    };

    public static Refusal Full(int capacity) => new(
        RefusalKind.CapacityReached, $"The service is full: {capacity} sessions are on. This is our limit, not yours.")
    {
        RetryAfter = Soon,
    };

    public static Refusal Quota(int limit) => new(
        RefusalKind.QuotaReached, $"The tenant may have {limit} sessions at once, and has them: end one, or ask the operator for more.")
    {
        RetryAfter = Soon,
    };

    public static Refusal Rate(int limit, TimeSpan? retryAfter) => new(
        RefusalKind.RateReached, $"The tenant may start {limit} sessions within a minute, and has done so.")
    {
        RetryAfter = retryAfter,
    };

    public static Refusal Busy(CredentialClaim claim) => new(
        RefusalKind.CredentialBusy,
        $"The credential {claim.CredentialId} allows {claim.Maximum} conversations at once, and they are on. That is the plan's limit at "
        + "the provider, which would refuse one more.")
    {
        RetryAfter = Soon,
    };

    public static Refusal TooManyWait(CredentialClaim claim) => Busy(claim) with
    {
        Message = $"The credential {claim.CredentialId} allows {claim.Maximum} conversations at once, and too many starts wait for one.",
    };
}
