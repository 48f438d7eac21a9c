namespace Connectors.Sandbox.LiveAvatar;

/// <summary>What is told when a session reaches its longest time.</summary>
internal enum MaximumEnd
{
    /// <summary>
    /// Nothing: the avatar stops and the socket stays (measured; facts/liveavatar.md §2.5). Sandbox sessions close all the same.
    /// </summary>
    Silent,

    /// <summary>The socket closes as after a stop.</summary>
    Closes,
}
