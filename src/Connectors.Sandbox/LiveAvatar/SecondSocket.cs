namespace Connectors.Sandbox.LiveAvatar;

/// <summary>What happens to a second socket on one <c>ws_url</c>; which the real one does isn't known.</summary>
internal enum SecondSocket
{
    /// <summary>The older one is closed.</summary>
    ClosesOlder,

    /// <summary>The newer one is refused with 409.</summary>
    IsRefused,
}
