namespace Connectors.Transport;

/// <summary>How a socket ended.</summary>
/// <param name="Kind">Stage and side.</param>
/// <param name="Status">Close status of the peer, or the HTTP status of a refused upgrade; else 0.</param>
/// <param name="Reason">The peer's close reason or ours; may be empty. Written by the peer: not for logs.</param>
public sealed record SocketEnd(SocketEndKind Kind, int Status, string Reason)
{
    /// <summary>Kind and status only.</summary>
    public override string ToString() => Status == 0 ? $"{Kind}" : $"{Kind} {Status}";
}
