namespace Connectors.Core.Outgoing;

/// <summary>What a URL is for.</summary>
public enum UrlKind
{
    /// <summary>Requests: <c>https</c>.</summary>
    Http,

    /// <summary>A WebSocket: <c>wss</c>.</summary>
    Socket,
}
