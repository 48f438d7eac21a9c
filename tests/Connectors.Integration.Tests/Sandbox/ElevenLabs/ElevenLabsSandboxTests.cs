using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Sandbox.ElevenLabs;

/// <summary>The sandbox is as strict as the real service: a client that gets something wrong is refused.</summary>
public sealed class ElevenLabsSandboxTests : IAsyncLifetime
{
    private const string Initiation = """{"type":"conversation_initiation_client_data"}""";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ElevenLabsSandbox _sandbox = new(new()
    {
        Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
        PingInterval = TimeSpan.FromMilliseconds(50),
    });

    public async ValueTask InitializeAsync()
    {
        await _sandbox.StartAsync();
        _http.BaseAddress = _sandbox.BaseAddress;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"type":"user_message","text":"x"}""")]
    [InlineData("""{"user_audio_chunk":"AAAA"}""")]
    [InlineData("{}")]
    [InlineData("garbage")]
    [InlineData("""{"type":"conversation_initiation_client_data","dynamic_variables":{"a":{}}}""")]
    public async Task FirstMessage_ThatIsNotTheInitiation_IsRefused(string message)
    {
        using var client = await ConnectAsync();
        await SendAsync(client, message);

        Assert.Equal(1008, await EndAsync(client));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"brand_new"}""")]
    [InlineData("""{"user_audio_chunk":"*"}""")]
    [InlineData("""{"user_audio_chunk":7}""")]
    [InlineData("""{"type":"pong","event_id":77}""")]
    [InlineData("""{"type":"pong"}""")]
    [InlineData("""{"type":"user_message"}""")]
    [InlineData("""{"type":"contextual_update","text":7}""")]
    [InlineData("""{"type":"client_tool_result","tool_call_id":"a","result":{},"is_error":false}""")]
    [InlineData("""{"type":"client_tool_result","tool_call_id":"a","result":"r"}""")]
    public async Task Message_ThatIsWrong_IsRefused(string message)
    {
        using var client = await ConnectAsync();
        await SendAsync(client, Initiation);
        await SendAsync(client, message);

        Assert.Equal(1008, await EndAsync(client));
    }

    [Fact]
    public async Task Pong_ThatIsMissing_EndsTheConversationIfSwitchedOn()
    {
        _sandbox.Behaviour = _sandbox.Behaviour with { PongTimeout = TimeSpan.FromMilliseconds(100) };
        using var client = await ConnectAsync();
        await SendAsync(client, Initiation);

        Assert.Equal(1002, await EndAsync(client));
    }

    [Fact]
    public async Task Pings_OfAConversation_BeginWithoutALatency()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, Initiation);
        var latencies = new List<JsonValueKind>();
        while (latencies.Count < 3)
        {
            var message = await ReceiveAsync(client);
            if (message?.GetProperty("type").GetString() == "ping")
            {
                var ping = message.Value.GetProperty("ping_event");
                latencies.Add(ping.GetProperty("ping_ms").ValueKind);
                await SendAsync(client, $$"""{"type":"pong","event_id":{{ping.GetProperty("event_id")}}}""");
            }
        }

        Assert.Equal([JsonValueKind.Null, JsonValueKind.Number, JsonValueKind.Number], latencies);
    }

    [Theory]
    [InlineData("convai")]
    [InlineData(null)]
    public async Task Subprotocol_OfAClient_IsSelectedIfOffered(string? protocol)
    {
        using var client = await ConnectAsync(protocol);

        Assert.Equal(protocol, client.SubProtocol);
    }

    [Theory]
    [InlineData("/v1/user", null, 401, "needs_authorization")]
    [InlineData("/v1/user", "wrong", 401, "invalid_api_key")]
    [InlineData("/v1/convai/agents/agent_other", "", 404, "document_not_found")]
    [InlineData("/v1/convai/conversations/conv_other", "", 404, "conversation_history_not_found")]
    [InlineData("/v1/convai/conversation/get-signed-url?agent_id=agent_other", "", 404, "document_not_found")]
    [InlineData("/v1/convai/conversation/get-signed-url", "", 422, null)]
    public async Task RestCall_ThatIsWrong_IsRefusedAsTheRealOneDoes(string path, string? key, int status, string? code)
    {
        using var response = await GetAsync(path, key);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var detail = body.RootElement.GetProperty("detail");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, detail.ValueKind == JsonValueKind.Object ? detail.GetProperty("status").GetString() : null);
    }

    [Theory]
    [InlineData("/v1/user", "subscription")]
    [InlineData("/v1/user/subscription", "tier")]
    [InlineData("/v1/convai/agents", "agents")]
    [InlineData("/v1/convai/agents/agent_sandbox", "conversation_config")]
    [InlineData("/v1/convai/conversation/get_signed_url?agent_id=agent_sandbox", "signed_url")]
    public async Task RestCall_ThatIsRight_AnswersItsDocument(string path, string member)
    {
        using var response = await GetAsync(path, string.Empty);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.True(body.RootElement.TryGetProperty(member, out _));
    }

    [Fact]
    public async Task Conversation_OnceOver_IsTold()
    {
        using var client = await ConnectAsync();
        await SendAsync(client, Initiation);
        await SendAsync(client, "garbage");
        await EndAsync(client);
        var conversation = await _sandbox.ConversationAsync(0, TestContext.Current.CancellationToken);

        using var response = await GetAsync($"/v1/convai/conversations/{conversation.Id}", string.Empty);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal("failed", body.RootElement.GetProperty("status").GetString());
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Add("xi-api-key", key.Length == 0 ? _sandbox.Behaviour.Account.ApiKey : key);
        }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<ClientWebSocket> ConnectAsync(string? protocol = null)
    {
        using var response = await GetAsync("/v1/convai/conversation/get-signed-url?agent_id=agent_sandbox", string.Empty);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var client = new ClientWebSocket();
        if (protocol is not null)
        {
            client.Options.AddSubProtocol(protocol);
        }

        await client.ConnectAsync(
            new(body.RootElement.GetProperty("signed_url").GetString()!), _http, TestContext.Current.CancellationToken);
        return client;
    }

    private static Task SendAsync(ClientWebSocket client, string message) => client.SendAsync(
        Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    private static async Task<JsonElement?> ReceiveAsync(ClientWebSocket client)
    {
        var buffer = new byte[64 * 1024];
        var result = await client.ReceiveAsync(buffer, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        if (result.MessageType == WebSocketMessageType.Close)
        {
            return null;
        }

        using var message = JsonDocument.Parse(buffer.AsMemory(0, result.Count));
        return message.RootElement.Clone();
    }

    private static async Task<int> EndAsync(ClientWebSocket client)
    {
        while (await ReceiveAsync(client) is not null)
        {
            // Events before the end.
        }

        var status = (int)client.CloseStatus!.Value;
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        return status;
    }
}
