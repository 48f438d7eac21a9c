using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Cartesia.Managed;

namespace Connectors.Integration.Tests.Sandbox.Cartesia.Managed;

/// <summary>The stand-in is as strict as the real one, for what the connector never does.</summary>
public sealed class CartesiaManagedSandboxTests
{
    private const string Create = """{"type": "session_create", "audio": {"input_format": "pcm_16000"}}""";
    private const string CreateWith =
        """{"type": "session_create", "audio": {"input_format": "pcm_16000"}, "dynamic_variables": """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("invalid_event", """{"type": "audio_input", "audio": "AAAA"}""")]
    [InlineData("invalid_event", "{")]
    [InlineData("invalid_event", """{"type": "session_create"}""")]
    [InlineData("invalid_event", """{"type": "session_create", "audio": {}}""")]
    [InlineData("invalid_event", """{"type": "session_create", "audio": {"input_format": "opus_48000"}}""")]
    [InlineData("invalid_event", """{"type": "session_create", "audio": {"input_format": "pcm_16000", "output_delivery": "fast"}}""")]
    [InlineData("invalid_event", """{"type": "session_create", "audio": {"input_format": "pcm_16000", "rate": 1}}""")]
    [InlineData("invalid_event", """{"type": "session_create", "audio": {"input_format": "pcm_16000"}, "voice": "x"}""")]
    [InlineData("invalid_dynamic_variables", CreateWith + """{"a b": 1}}""")]
    [InlineData("invalid_dynamic_variables", CreateWith + """{"a": {}}}""")]
    [InlineData("invalid_dynamic_variables", CreateWith + """{"system__time": "now"}}""")]
    public async Task Client_ThatBreaksTheProtocol_IsToldAndClosed(string code, string message)
    {
        await using var sandbox = await CartesiaManagedSandbox.StartAsync(new(), cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        await SendAsync(socket, message);

        var error = await NextAsync(socket);

        Assert.Equal(("error", code, true), ((string)error!["type"]!, (string)error["code"]!, (bool)error["fatal"]!));
        Assert.Null(await NextAsync(socket));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Theory]
    [InlineData("""{"type": "session_create", "audio": {"input_format": "pcm_16000"}}""")]
    [InlineData("""{"type": "audio_input", "audio": "!"}""")]
    [InlineData("""{"type": "audio_input"}""")]
    [InlineData("""{"type": "dtmf_input", "digit": "12"}""")]
    [InlineData("""{"type": "client_tool_result", "tool_call_id": "x"}""")]
    [InlineData("""{"type": "client_tool_result", "tool_call_id": "x", "result": "y", "is_error": "no"}""")]
    [InlineData("""{"type": "user_message", "text": "x"}""")]
    public async Task Event_ThatIsWrong_IsIgnoredByName(string message)
    {
        await using var sandbox = await CartesiaManagedSandbox.StartAsync(
            new() { Script = new(null, [new() { Text = "x" }]) }, cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        await SendAsync(socket, Create);
        Assert.Equal("session_ready", (string)(await NextAsync(socket))!["type"]!);
        await SendAsync(socket, message);

        var error = await NextAsync(socket);

        Assert.Equal(("error", "invalid_event", false), ((string)error!["type"]!, (string)error["code"]!, (bool)error["fatal"]!));
    }

    [Fact]
    public async Task Ready_RepeatsWhatWasAskedFor()
    {
        await using var sandbox = await CartesiaManagedSandbox.StartAsync(new(), cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        await SendAsync(socket, Create);

        var ready = await NextAsync(socket);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"input_format": "pcm_16000", "output_delivery": "speaking_pace"}"""), ready!["audio"]));
    }

    [Fact]
    public async Task Client_ThatCreatesNothing_OrTooMuch_IsClosed()
    {
        await using var sandbox = await CartesiaManagedSandbox.StartAsync(
            new() { CreateLimit = TimeSpan.FromMilliseconds(200) }, cancellationToken: Stop);
        using var silent = await ConnectAsync(sandbox);
        Assert.Equal("invalid_event", (string)(await NextAsync(silent))!["code"]!);

        using var loud = await ConnectAsync(sandbox);
        await SendAsync(loud, new string(' ', 33 * 1_024));
        Assert.Null(await NextAsync(loud));
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, loud.CloseStatus);
    }

    [Theory]
    [InlineData("Bearer sandbox-cartesia-key", null, 400)]
    [InlineData("sandbox-cartesia-key", "2026-08-14", 401)]
    [InlineData("Bearer sandbox-cartesia-key", "2026-08-14", 200)]
    public async Task Request_IsRefusedWithoutKeyAndVersion(string authorization, string? version, int status)
    {
        await using var sandbox = await CartesiaManagedSandbox.StartAsync(new(), cancellationToken: Stop);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cartesia-Version", version);

        using var answer = await http.GetAsync(new Uri($"{sandbox.BaseUrl}/v1/agents"), Stop);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Stop);

    private static async Task<ClientWebSocket> ConnectAsync(CartesiaManagedSandbox sandbox)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-API-Key", sandbox.Switches.ApiKey);
        var address = new UriBuilder(sandbox.BaseUrl)
        {
            Scheme = "ws",
            Path = $"/v1/agents/websocket/{sandbox.Switches.AgentId}",
            Query = "cartesia_version=2026-08-14",
        };
        await socket.ConnectAsync(address.Uri, Stop);
        return socket;
    }

    private static async Task<JsonNode?> NextAsync(ClientWebSocket socket)
    {
        var bytes = new byte[64 * 1024];
        var part = await socket.ReceiveAsync(bytes.AsMemory(), Stop);
        return part.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(bytes.AsSpan(0, part.Count));
    }
}
