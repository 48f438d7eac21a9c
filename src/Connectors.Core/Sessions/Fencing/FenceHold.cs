namespace Connectors.Core.Sessions.Fencing;

/// <summary>What whoever speaks for a session has in hand.</summary>
/// <param name="SessionId">Our id of the session.</param>
/// <param name="Holder">Who.</param>
/// <param name="Epoch">Counts the takings of the session from 1.</param>
public sealed record FenceHold(string SessionId, string Holder, long Epoch);
