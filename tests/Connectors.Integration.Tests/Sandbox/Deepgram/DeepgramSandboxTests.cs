using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Deepgram;

namespace Connectors.Integration.Tests.Sandbox.Deepgram;

/// <summary>The stand-in is as strict as the real one, for what the connector never does.</summary>
public sealed class DeepgramSandboxTests
{
    private const string Settings = """
        {"type": "Settings", "audio": {"output": {"container": "none"}},
         "agent": {"think": {"provider": {"type": "open_ai", "model": "gpt-4o-mini"}}}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("NON_SETTINGS_MESSAGE_BEFORE_SETTINGS", """{"type": "KeepAlive"}""")]
    [InlineData("NON_SETTINGS_MESSAGE_BEFORE_SETTINGS", "audio")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", "{")]
    [InlineData("SETTINGS_ALREADY_APPLIED", Settings, Settings)]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", Settings, """{"type": "Nonsense"}""")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", Settings, """{"type": "KeepAlive", "more": 1}""")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", Settings, """{"type": "InjectUserMessage"}""")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", Settings, """{"type": "InjectAgentMessage", "content": "x"}""")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", Settings, """{"type": "InjectAgentMessage", "message": "x", "behavior": "loud"}""")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", Settings, """{"type": "UpdatePrompt", "prompt": 7}""")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", Settings, """{"type": "FunctionCallResponse", "id": "1", "content": "x"}""")]
    [InlineData("INVALID_SETTINGS", """{"type": "Settings"}""")]
    [InlineData("INVALID_SETTINGS", """{"type": "Settings", "audio": {"output": {"container": "none", "sample_rate": 22050}}}""")]
    [InlineData("INVALID_SETTINGS", """{"type": "Settings", "audio": {"input": {"encoding": "opus"}, "output": {"container": "none"}}}""")]
    [InlineData("UNPARSABLE_CLIENT_MESSAGE", """{"type": "Settings", "audio": {"input": {"rate": 1}, "output": {"container": "none"}}}""")]
    public async Task Client_ThatBreaksTheProtocol_IsToldAndClosed(string code, params string[] messages)
    {
        await using var sandbox = await DeepgramSandbox.StartAsync(new(), cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        Assert.Equal("Welcome", (string)(await NextAsync(socket))!["type"]!);
        foreach (var message in messages)
        {
            await SendAsync(socket, message);
        }

        JsonObject? last = null;
        while (await NextAsync(socket) is { } next)
        {
            last = next;
        }

        Assert.Equal(("Error", code), ((string)last!["type"]!, (string)last["code"]!));
        Assert.Equal(WebSocketCloseStatus.InternalServerError, socket.CloseStatus);
    }

    [Fact]
    public async Task Client_ThatSendsNothing_IsTimedOut()
    {
        await using var sandbox = await DeepgramSandbox.StartAsync(
            new() { ClientTimeout = TimeSpan.FromMilliseconds(200) }, cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        await NextAsync(socket);

        Assert.Equal("CLIENT_MESSAGE_TIMEOUT", (string)(await NextAsync(socket))!["code"]!);
        Assert.Null(await NextAsync(socket));
    }

    [Fact]
    public async Task Injection_WhileTheAgentSpeaks_IsRefusedUnlessItQueues()
    {
        await using var sandbox = await DeepgramSandbox.StartAsync(new(), cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        await SendAsync(socket, Settings);
        await SendAsync(socket, """{"type": "InjectUserMessage", "content": "Hello."}""");
        await SendAsync(socket, """{"type": "InjectAgentMessage", "message": "Bye."}""");
        var types = new List<string>();
        while (types.LastOrDefault() != "InjectionRefused")
        {
            types.Add((string)(await NextAsync(socket))!["type"]!);
        }

        Assert.Equal(["Welcome", "SettingsApplied", "ConversationText"], types.Take(3));
    }

    private static async Task<ClientWebSocket> ConnectAsync(DeepgramSandbox sandbox)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Token {sandbox.Switches.ApiKey}");
        var address = new Uri(sandbox.BaseUrl.Replace("http:", "ws:", StringComparison.Ordinal) + "/v1/agent/converse");
        await socket.ConnectAsync(address, Stop);
        return socket;
    }

    private static async Task SendAsync(ClientWebSocket socket, string message) => await socket.SendAsync(
        Encoding.UTF8.GetBytes(message), message == "audio" ? WebSocketMessageType.Binary : WebSocketMessageType.Text,
        endOfMessage: true, Stop);

    /// <summary>The next text message; audio is passed over. Null at the close.</summary>
    private static async Task<JsonObject?> NextAsync(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        var buffer = new byte[256 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), limit.Token);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            if (part.MessageType != WebSocketMessageType.Binary)
            {
                return part.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject();
            }
        }
    }
}
