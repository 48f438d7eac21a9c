namespace Connectors.Core.Webhooks;

/// <summary>One attempt to deliver. What the receiver wrote is not kept.</summary>
/// <param name="At">When it began.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Status">HTTP status; null without an answer.</param>
/// <param name="Detail">In words, where the outcome needs them.</param>
public sealed record DeliveryAttempt(
    DateTimeOffset At, int Milliseconds, AttemptOutcome Outcome, int? Status = null, string? Detail = null);
