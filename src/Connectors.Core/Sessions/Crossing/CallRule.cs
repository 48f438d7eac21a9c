namespace Connectors.Core.Sessions.Crossing;

/// <summary>What of a call to a session's node is worth another call, and for how long.</summary>
/// <param name="Patience">How long, from the first call. Each call has its own limit.</param>
/// <param name="IsWhenLost">Also if nobody knows what became of the call.</param>
/// <param name="IsWhenAway">Also while the store can't be reached.</param>
public sealed record CallRule(TimeSpan Patience, bool IsWhenLost, bool IsWhenAway)
{
    // A lost node's last lease, its being noticed, and the taking up.
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(15);

    // A session goes on for a minute without the store; whoever follows it waits as long, and a little for both to come back.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(90);

    /// <summary>What may not be done twice: only while the session is moving.</summary>
    public static CallRule Once { get; } = new(Takeover, false, false);

    /// <summary>What may be done twice.</summary>
    public static CallRule Repeated { get; } = new(Takeover, true, false);

    /// <summary>Following a session's events: nobody waits for an answer.</summary>
    public static CallRule Following { get; } = new(Outage, true, true);
}
