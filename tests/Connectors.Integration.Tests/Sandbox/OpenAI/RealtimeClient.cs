using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Integration.Tests.Sandbox.OpenAI;

/// <summary>A bare client of the stand-in, for what the connector never does.</summary>
internal sealed class RealtimeClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];

    private RealtimeClient(OpenAIRealtimeSandbox sandbox) => Sandbox = sandbox;

    public OpenAIRealtimeSandbox Sandbox { get; }

    public RealtimeSession Session => Sandbox.Sockets[^1].Session;

    public static async Task<RealtimeClient> OpenAsync(OpenAISwitches switches, string query = "?model=gpt-realtime", string? header = null)
    {
        var sandbox = await OpenAIRealtimeSandbox.StartAsync(switches);
        var client = new RealtimeClient(sandbox);
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {switches.ApiKey}");
        if (header is not null)
        {
            client._socket.Options.SetRequestHeader(header, "realtime=v1");
        }

        var address = new Uri(sandbox.BaseUrl.Replace("http:", "ws:", StringComparison.Ordinal) + "/v1/realtime" + query);
        try
        {
            await client._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }

        return client;
    }

    public async Task SendAsync(string json) => await _socket.SendAsync(
        Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>The next event of one of these types; others are passed over.</summary>
    public async Task<JsonObject> NextAsync(params string[] types)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(_buffer.AsMemory(length), limit.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            var e = JsonNode.Parse(_buffer.AsSpan(0, length))!.AsObject();
            if (types.Contains((string)e["type"]!))
            {
                return e;
            }
        }
    }

    /// <summary>Sends something and returns the error it draws.</summary>
    public async Task<JsonObject> RefusedAsync(string json)
    {
        await SendAsync(json);
        return (await NextAsync("error"))["error"]!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await Sandbox.DisposeAsync();
    }
}
