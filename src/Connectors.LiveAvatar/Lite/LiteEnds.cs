using Connectors.Core.Avatars;
using Connectors.Transport;

namespace Connectors.LiveAvatar.Lite;

/// <summary>Says what a socket's end means for the avatar. The peer's own words stay out: they may hold anything.</summary>
internal static class LiteEnds
{
    public static AvatarEvent.Ended From(SocketEnd end) => end.Kind switch
    {
        SocketEndKind.ClosedByUs => new(AvatarEndKind.ClosedByUs, "We closed LiveAvatar's socket."),
        SocketEndKind.ClosedByPeer => new(AvatarEndKind.ClosedByServer, $"LiveAvatar closed its socket (status {end.Status})."),

        // A busy or failing server may take the same address a moment later; any other answer is about the address.
        SocketEndKind.Refused when end.Status is 408 or 429 or >= 500 =>
            new(AvatarEndKind.Lost, $"LiveAvatar's socket could not be opened (HTTP {end.Status})."),
        SocketEndKind.Refused =>
            new(AvatarEndKind.Refused, $"LiveAvatar refused the session's socket (HTTP {end.Status}); the session is unknown or over."),
        SocketEndKind.AddressRefused =>
            new(AvatarEndKind.AddressRefused, $"The session's socket (ws_url) can't be opened. {end.Reason}"),
        SocketEndKind.OpenTimeout => new(AvatarEndKind.Lost, "LiveAvatar's socket did not open in time."),
        SocketEndKind.Unreachable => new(AvatarEndKind.Lost, "LiveAvatar's socket could not be reached."),
        SocketEndKind.Stalled => new(AvatarEndKind.Lost, "LiveAvatar's socket stopped reading."),
        SocketEndKind.MessageTooLarge => new(AvatarEndKind.Lost, "LiveAvatar's socket sent a message over the limit."),
        _ => new(AvatarEndKind.Lost, "LiveAvatar's socket broke."),
    };
}
