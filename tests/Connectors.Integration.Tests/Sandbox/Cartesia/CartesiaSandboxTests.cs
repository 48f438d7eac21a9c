using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Cartesia;

namespace Connectors.Integration.Tests.Sandbox.Cartesia;

/// <summary>The stand-in is as strict as the real one, for what the connector never does.</summary>
public sealed class CartesiaSandboxTests
{
    private const string Start = """{"event": "start", "stream_id": "s", "config": {"input_format": "pcm_16000"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("start must be the first event", """{"event": "media_input", "stream_id": "s", "media": {"payload": "AAAA"}}""")]
    [InlineData("start must be the first event", """{"event": "custom", "metadata": {}}""")]
    [InlineData("message is no JSON object", "{")]
    [InlineData("the call has begun", Start, Start)]
    [InlineData("unknown input_format", """{"event": "start", "config": {"input_format": "opus_48000"}}""")]
    [InlineData("invalid audio", """{"event": "start", "audio": {}}""")]
    [InlineData("unknown stream_id", Start, """{"event": "media_input", "stream_id": "t", "media": {"payload": "AAAA"}}""")]
    [InlineData("media.payload is no base64", Start, """{"event": "media_input", "stream_id": "s", "media": {"payload": "!"}}""")]
    [InlineData("media.payload is no base64", Start, """{"event": "media_input", "stream_id": "s", "payload": "AAAA"}""")]
    [InlineData("invalid dtmf", Start, """{"event": "dtmf", "stream_id": "s", "dtmf": "12"}""")]
    [InlineData("metadata is no object", Start, """{"event": "custom", "stream_id": "s", "metadata": 7}""")]
    [InlineData("unknown event", Start, """{"event": "clear", "stream_id": "s"}""")]
    public async Task Client_ThatBreaksTheProtocol_IsClosed(string reason, params string[] messages)
    {
        await using var sandbox = await CartesiaSandbox.StartAsync(new(), cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        foreach (var message in messages)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Stop);
        }

        while (await NextAsync(socket) is not null)
        {
            // What came before the breach.
        }

        Assert.Equal((WebSocketCloseStatus.PolicyViolation, reason), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task Call_ThatNamesItsStream_KeepsTheName()
    {
        await using var sandbox = await CartesiaSandbox.StartAsync(new(), cancellationToken: Stop);
        using var socket = await ConnectAsync(sandbox);
        await socket.SendAsync(Encoding.UTF8.GetBytes(Start), WebSocketMessageType.Text, true, Stop);

        var ack = await NextAsync(socket);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"event": "ack", "stream_id": "s", "config": {"input_format": "pcm_16000"}}"""), ack));
    }

    [Fact]
    public async Task Request_WithoutTheVersion_IsRefused()
    {
        await using var sandbox = await CartesiaSandbox.StartAsync(new(), cancellationToken: Stop);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", sandbox.Switches.ApiKey);

        using var answer = await http.GetAsync(new Uri($"{sandbox.BaseUrl}/agents"), Stop);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    private static async Task<ClientWebSocket> ConnectAsync(CartesiaSandbox sandbox)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {sandbox.Switches.ApiKey}");
        socket.Options.SetRequestHeader("Cartesia-Version", "2025-04-16");
        var address = new UriBuilder(sandbox.BaseUrl) { Scheme = "ws", Path = $"/agents/stream/{sandbox.Switches.AgentId}" };
        await socket.ConnectAsync(address.Uri, Stop);
        return socket;
    }

    private static async Task<JsonNode?> NextAsync(ClientWebSocket socket)
    {
        var bytes = new byte[1024 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(bytes.AsMemory(length), Stop);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(bytes.AsSpan(0, length));
            }
        }
    }
}
