using System.Net.Sockets;

namespace Connectors.LiveAvatar;

/// <summary>The options together with what sends: the host's invoker, or one of our own.</summary>
internal sealed class LiveAvatarHttp(LiveAvatarOptions options) : IDisposable
{
    // Two seconds of audio. What the system has buffered can't be taken back by an interrupt, and hides a server that stopped
    // reading; left to itself it grows to megabytes. Enough for 600 KB/s at a round trip of 200 ms.
    private const int SendBufferBytes = 128 * 1024;

    // A redirect would carry X-API-KEY to wherever it points; .NET only strips Authorization.
    private readonly HttpMessageInvoker? _own = options.Http is null
        ? new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
        })
        : null;

    public LiveAvatarOptions Options { get; } = options;

    public HttpMessageInvoker Invoker => Options.Http ?? _own!;

    public void Dispose() => _own?.Dispose();

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
