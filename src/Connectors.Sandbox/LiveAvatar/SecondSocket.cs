namespace Connectors.Sandbox.LiveAvatar;

/// <summary>What happens to a second socket on one <c>ws_url</c>; which the real one does isn't known.</summary>
internal enum SecondSocket
{
    /// <summary>The older one is closed with 1008, and what still comes on it is dropped.</summary>
    ClosesOlder,

    /// <summary>Both stay, the commands of both are obeyed, and events go to both.</summary>
    OpensBeside,

    /// <summary>The newer one is refused with 409.</summary>
    IsRefused,
}
