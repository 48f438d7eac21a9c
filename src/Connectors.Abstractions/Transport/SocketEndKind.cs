namespace Connectors.Transport;

/// <summary>How a socket ended, by stage and side.</summary>
public enum SocketEndKind
{
    /// <summary>We closed it.</summary>
    ClosedByUs,

    /// <summary>The peer closed it with a status.</summary>
    ClosedByPeer,

    /// <summary>The peer answered the upgrade with an HTTP status other than 101.</summary>
    Refused,

    /// <summary>No connection: name, address, TCP or TLS.</summary>
    Unreachable,

    /// <summary>The host's guard doesn't allow the address; the reason is its sentence for whoever named the address.</summary>
    AddressRefused,

    /// <summary>The connection did not open in time.</summary>
    OpenTimeout,

    /// <summary>The connection broke (reset, or no answer to pings).</summary>
    Lost,

    /// <summary>The peer stopped reading.</summary>
    Stalled,

    /// <summary>The peer sent a message over the limit.</summary>
    MessageTooLarge,

    /// <summary>Our own receiver threw: a bug, told so that nothing waits for ever.</summary>
    ReceiverFailed,
}
