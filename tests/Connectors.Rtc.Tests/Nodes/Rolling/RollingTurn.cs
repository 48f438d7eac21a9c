namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>A question of a user, and what came of it.</summary>
/// <param name="Gap">From the end of the question until the avatar began to be heard; null: it never did.</param>
internal sealed record RollingTurn(TimeSpan? Gap);
