namespace Connectors.Providers;

/// <summary>Addresses of sockets.</summary>
internal static class SocketAddress
{
    /// <summary>The address of a socket, of a host that is given by its web address.</summary>
    public static Uri Of(Uri address)
    {
        var socket = new UriBuilder(address);
        socket.Scheme = socket.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return socket.Uri;
    }
}
