using System.Net;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace Connectors.Transport;

/// <summary>Opens a <see cref="MessageSocket"/>'s connection; a failure is data and holds no text of the peer.</summary>
internal static class SocketOpening
{
    public static async Task<SocketEnd?> ConnectAsync(ClientWebSocket socket, MessageSocketOptions options, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(options.OpenTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var closing = either.Token.UnsafeRegister(static opening => ((ClientWebSocket)opening!).Abort(), socket);
        try
        {
            Configure(socket.Options, options);
            await socket.ConnectAsync(options.Address, options.Http, either.Token);
            return null;
        }
        catch (Exception error)
        {
            return Failure(socket, error, timeout.IsCancellationRequested);
        }
    }

    private static void Configure(ClientWebSocketOptions socket, MessageSocketOptions options)
    {
        foreach (var (name, value) in options.Headers)
        {
            socket.SetRequestHeader(name, value);
        }

        foreach (var protocol in options.Subprotocols)
        {
            socket.AddSubProtocol(protocol);
        }

        socket.CollectHttpResponseDetails = true;
        socket.KeepAliveInterval = options.PingInterval;
        socket.KeepAliveTimeout = options.PingInterval > TimeSpan.Zero ? options.PingInterval : Timeout.InfiniteTimeSpan;
    }

    private static SocketEnd Failure(ClientWebSocket socket, Exception error, bool timedOut)
    {
        if (OutgoingRefusedException.Find(error) is { } refused)
        {
            return new(SocketEndKind.AddressRefused, 0, refused.Message);
        }

        if (timedOut)
        {
            return new(SocketEndKind.OpenTimeout, 0, string.Empty);
        }

        var status = socket.HttpStatusCode;
        return status is 0 or HttpStatusCode.SwitchingProtocols
            ? new(SocketEndKind.Unreachable, 0, ReasonOf(error))
            : new(SocketEndKind.Refused, (int)status, string.Empty);
    }

    private static string ReasonOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return SocketEnd.Tls;
            }

            if (cause is WebSocketException { WebSocketErrorCode: WebSocketError.UnsupportedProtocol })
            {
                return SocketEnd.Subprotocol;
            }
        }

        return (error.InnerException ?? error).GetType().Name;
    }
}
