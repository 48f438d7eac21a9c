namespace Connectors.Transport;

/// <summary>
/// Receives what a <see cref="MessageSocket"/> reads. Called by its one reader, never concurrently; returns at once and
/// never throws. <see cref="OnEnded"/> comes exactly once and last.
/// </summary>
public interface IMessageReceiver
{
    /// <summary>The socket is open and messages may be sent.</summary>
    void OnOpened();

    /// <summary>A whole message.</summary>
    /// <param name="message">Valid during the call only.</param>
    /// <param name="isText">Text or binary.</param>
    void OnMessage(ReadOnlySpan<byte> message, bool isText);

    /// <summary>The socket ended, or never opened.</summary>
    /// <param name="end">How.</param>
    void OnEnded(SocketEnd end);
}
