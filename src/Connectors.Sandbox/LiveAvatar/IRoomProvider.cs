namespace Connectors.Sandbox.LiveAvatar;

/// <summary>Where the LiveAvatar sandbox gets its rooms from: a room server, or tokens on paper.</summary>
internal interface IRoomProvider
{
    /// <summary>Creates a room with tokens for the user (<c>client</c>), the avatar (<c>heygen</c>) and the agent.</summary>
    /// <param name="name">The room's name.</param>
    /// <param name="agent">What the agent's token says.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">There is no room to be had; the message says why.</exception>
    Task<SandboxRoom> CreateAsync(string name, AgentGrants agent, CancellationToken cancellation);

    /// <summary>Whether somebody beside avatar and agent is, or was, in the room.</summary>
    /// <param name="name">The room's name.</param>
    bool HadUser(string name);

    /// <summary>Ends the room; whoever is in it is removed.</summary>
    /// <param name="name">The room's name.</param>
    Task DeleteAsync(string name);
}
