using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Sandbox.Gemini;

/// <summary>A bare client of the stand-in, for what the connector never does.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private const string Path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];

    private LiveClient(GeminiSandbox sandbox) => Sandbox = sandbox;

    public GeminiSandbox Sandbox { get; }

    /// <summary>Connects, its key in the address.</summary>
    public static async Task<LiveClient> OpenAsync(GeminiSwitches? switches = null)
    {
        var sandbox = await GeminiSandbox.StartAsync(switches ?? new());
        var client = new LiveClient(sandbox);
        var address = sandbox.BaseUrl.Replace("http:", "ws:", StringComparison.Ordinal) + Path + "?key=" + sandbox.Switches.ApiKey;
        await client._socket.ConnectAsync(new(address), TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Likewise, with a session set up.</summary>
    public static async Task<LiveClient> ReadyAsync(string setup = "", GeminiSwitches? switches = null)
    {
        var client = await OpenAsync(switches);
        await client.SendAsync(Setup(setup));
        Assert.True((await client.NextAsync())!.ContainsKey("setupComplete"));
        return client;
    }

    /// <summary>A setup with further members.</summary>
    public static string Setup(string more = "", string model = "models/gemini-3.1-flash-live-preview") =>
        $$$"""{"setup":{"model":"{{{model}}}","generationConfig":{"responseModalities":["AUDIO"]}{{{more}}}}}""";

    public async Task SendAsync(string json) => await _socket.SendAsync(
        Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>The next message, or null if the socket was closed.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer.AsMemory(length), limit.Token);
            length += part.Count;
        }
        while (!part.EndOfMessage);

        return part.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(_buffer.AsSpan(0, length))!.AsObject();
    }

    /// <summary>Sends something and returns the close that it draws.</summary>
    public async Task<(int Status, string Reason)> RefusedAsync(string json)
    {
        await SendAsync(json);
        while (await NextAsync() is not null)
        {
            // What came before.
        }

        return ((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription ?? string.Empty);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await Sandbox.DisposeAsync();
    }
}
