using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Docs;

/// <summary>Echo itself, on loopback: a real WebSocket whose every message the test decides.</summary>
internal sealed class EchoPeer : IAsyncDisposable
{
    public const string Key = "echo-key";

    private readonly TaskCompletionSource<WebSocket> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private EchoPeer(WebApplication app)
    {
        _app = app;
    }

    public string Address => _app.Urls.First().Replace("http:", "ws:", StringComparison.Ordinal);

    public static async Task<EchoPeer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var peer = new EchoPeer(builder.Build());
        peer._app.UseWebSockets();
        peer._app.Run(peer.AcceptAsync);
        await peer._app.StartAsync(cancellationToken);
        return peer;
    }

    public async Task SendAsync(string json, CancellationToken cancellationToken)
    {
        var socket = await _accepted.Task.WaitAsync(cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, cancellationToken);
    }

    public async Task SendAsync(byte[] audio, CancellationToken cancellationToken)
    {
        var socket = await _accepted.Task.WaitAsync(cancellationToken);
        await socket.SendAsync(audio, WebSocketMessageType.Binary, true, cancellationToken);
    }

    public async Task<(byte[] Bytes, bool IsText)> ReceiveAsync(CancellationToken cancellationToken)
    {
        var socket = await _accepted.Task.WaitAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, cancellationToken);
        Assert.True(received.EndOfMessage);
        return (buffer[..received.Count], received.MessageType == WebSocketMessageType.Text);
    }

    public async Task HangUpAsync(WebSocketCloseStatus status, CancellationToken cancellationToken)
    {
        var socket = await _accepted.Task.WaitAsync(cancellationToken);
        await socket.CloseOutputAsync(status, string.Empty, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _over.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task AcceptAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _accepted.SetResult(socket);
        await _over.Task;
    }
}
