using System.Net.Sockets;
using Connectors.Core.Outgoing;

namespace Connectors.LiveAvatar;

/// <summary>
/// The options together with what sends. The API's address is the operator's, so an invoker of our own, which goes nowhere
/// else, needs no guard; the address of a LITE socket is named by LiveAvatar or a caller, so that goes through the host's guard.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="guard">The host's guard; null to open sockets as the API is called.</param>
internal sealed class LiveAvatarHttp(LiveAvatarOptions options, OutgoingGuard? guard = null) : IDisposable
{
    // Two seconds of audio. What the system has buffered can't be taken back by an interrupt, and hides a server that stopped
    // reading; left to itself it grows to megabytes. Enough for 600 KB/s at a round trip of 200 ms.
    private const int SendBufferBytes = 128 * 1024;

    // A redirect would carry X-API-KEY to wherever it points; .NET only strips Authorization.
    private readonly HttpMessageInvoker? _own = options.Http is null
        ? new(new SocketFaults(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
        }))
        : null;

    private readonly HttpMessageInvoker? _guarded = guard?.CreateInvoker(SendBufferBytes);

    public LiveAvatarOptions Options { get; } = options;

    public HttpMessageInvoker Invoker => Options.Http ?? _own!;

    public HttpMessageInvoker Sockets => _guarded ?? Invoker;

    public void Dispose()
    {
        _own?.Dispose();
        _guarded?.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = SendBufferBytes };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
