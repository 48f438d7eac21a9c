namespace Connectors.Sandbox.LiveAvatar;

/// <summary>The vocabularies of <c>session.state_updated</c> (facts/liveavatar.md §2.2).</summary>
internal enum StateWords
{
    /// <summary>new, connected, disconnected.</summary>
    Newer,

    /// <summary>connecting, connected, closing, closed.</summary>
    Older,
}
