namespace Connectors.Core.Sessions;

/// <summary>How a session stands at a moment.</summary>
/// <param name="Id">Our id.</param>
/// <param name="State">Its state.</param>
/// <param name="IsReconnecting">Whether a part of it was lost and is being got back.</param>
/// <param name="Agent">What the agent does.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="End">How it ended, once it has.</param>
public sealed record SessionSnapshot(
    string Id,
    SessionState State,
    bool IsReconnecting,
    AgentState Agent,
    DateTimeOffset CreatedAt,
    SessionEnd? End)
{
    /// <summary>Of the last turns, oldest first; null: an older version's node was asked.</summary>
    public IReadOnlyList<TurnResponse>? Responses { get; init; }

    /// <summary>Whether its agent has failed for good and the fallback goes on.</summary>
    public bool IsOnFallback { get; init; }

    /// <summary>Id and state only.</summary>
    public override string ToString() => $"{Id} {State}";
}
