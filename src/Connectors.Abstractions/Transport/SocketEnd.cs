namespace Connectors.Transport;

/// <summary>How a socket ended.</summary>
/// <param name="Kind">Stage and side.</param>
/// <param name="Status">Close status of the peer, or the HTTP status of a refused upgrade; else 0.</param>
/// <param name="Reason">The peer's close reason or ours; may be empty. Written by the peer: not for logs.</param>
public sealed record SocketEnd(SocketEndKind Kind, int Status, string Reason)
{
    /// <summary>Reason of <see cref="SocketEndKind.Unreachable"/> where TLS failed: certificate, name or version.</summary>
    public const string Tls = "tls";

    /// <summary>Reason of <see cref="SocketEndKind.Unreachable"/> where the peer chose a subprotocol that was not offered.</summary>
    public const string Subprotocol = "subprotocol";

    /// <summary>Kind and status only.</summary>
    public override string ToString() => Status == 0 ? $"{Kind}" : $"{Kind} {Status}";
}
