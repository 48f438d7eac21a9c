namespace Connectors.Core.Sessions;

/// <summary>What starting a session brought: access for the user, or the end that it came to at once.</summary>
/// <param name="Access">How the user joins; null with a failure.</param>
/// <param name="Failure">Why there is no session; null if there is one.</param>
/// <param name="Message">With a failure: what is wrong, in words for the tenant.</param>
/// <param name="RetryAfter">With a failure: when to try again, where whoever refused said so.</param>
public sealed record SessionStart(UserAccess? Access, SessionEnd? Failure, string? Message, TimeSpan? RetryAfter = null);
