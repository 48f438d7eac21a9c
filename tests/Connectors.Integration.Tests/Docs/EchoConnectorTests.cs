using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Docs;

/// <summary>The example of docs/03-write-your-own-connector.md works.</summary>
public sealed class EchoConnectorTests : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly EchoListener _listener = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Echo_InAConversation_TellsTurnsAudioAndText()
    {
        await using var peer = await EchoPeer.StartAsync(Cancellation);
        await using var connection = await OpenAsync(peer);
        Assert.Equal(SendResult.NotOpen, connection.SendAudio(new byte[640]));

        await peer.SendAsync("""{ "type": "hello", "id": "conversation-1" }""", Cancellation);
        var ready = await _listener.NextAsync<AgentEvent.Ready>();
        Assert.Equal("conversation-1", ready.ConversationId);
        Assert.Equal(SendResult.Accepted, connection.SendAudio(new byte[640]));
        Assert.Equal(640, (await peer.ReceiveAsync(Cancellation)).Bytes.Length);

        await peer.SendAsync("""{ "type": "speaking" }""", Cancellation);
        await peer.SendAsync(new byte[6_401], Cancellation);
        await peer.SendAsync("""{ "type": "said", "text": "hello" }""", Cancellation);
        await peer.SendAsync("""{ "type": "done" }""", Cancellation);

        Assert.Equal(new TurnId(1), (await _listener.NextAsync<AgentEvent.TurnStarted>()).Turn);
        Assert.Equal((new TurnId(1), 6_401), await _listener.NextAsync<(TurnId, int)>());
        Assert.Equal("hello", (await _listener.NextAsync<AgentEvent.AgentText>()).Text);
        await _listener.NextAsync<AgentEvent.TurnAudioEnded>();
    }

    [Fact]
    public async Task Echo_Interrupted_DeliversNoMoreOfThatTurn()
    {
        await using var peer = await EchoPeer.StartAsync(Cancellation);
        await using var connection = await OpenReadyAsync(peer);
        await peer.SendAsync("""{ "type": "speaking" }""", Cancellation);
        await _listener.NextAsync<AgentEvent.TurnStarted>();

        Assert.Equal(SendResult.Accepted, connection.Interrupt());
        Assert.Contains("stop", Encoding.UTF8.GetString((await peer.ReceiveAsync(Cancellation)).Bytes), StringComparison.Ordinal);
        await peer.SendAsync("""{ "type": "stop" }""", Cancellation);
        await peer.SendAsync(new byte[640], Cancellation);
        await peer.SendAsync("""{ "type": "speaking" }""", Cancellation);
        await peer.SendAsync(new byte[320], Cancellation);

        await _listener.NextAsync<AgentEvent.Interrupted>();
        Assert.Equal(new TurnId(2), (await _listener.NextAsync<AgentEvent.TurnStarted>()).Turn);
        Assert.Equal((new TurnId(2), 320), await _listener.NextAsync<(TurnId, int)>());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "type": 7 }""")]
    [InlineData("""{ "type": "said" }""")]
    public async Task Echo_SentNonsense_WarnsAndGoesOn(string nonsense)
    {
        await using var peer = await EchoPeer.StartAsync(Cancellation);
        await using var connection = await OpenReadyAsync(peer);

        await peer.SendAsync(nonsense, Cancellation);
        await peer.SendAsync("""{ "type": "unheard-of" }""", Cancellation);
        await peer.SendAsync("""{ "type": "speaking" }""", Cancellation);

        Assert.Equal("echo-message-malformed", (await _listener.NextAsync<AgentEvent.Warning>()).Code);
        await _listener.NextAsync<AgentEvent.TurnStarted>();
    }

    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure, CloseKind.EndedByAgent, false)]
    [InlineData(WebSocketCloseStatus.InternalServerError, CloseKind.ProviderError, true)]
    public async Task Echo_ThatHangsUp_ClosesOnceWithTheReason(WebSocketCloseStatus status, CloseKind kind, bool retryable)
    {
        await using var peer = await EchoPeer.StartAsync(Cancellation);
        await using var connection = await OpenReadyAsync(peer);

        await peer.HangUpAsync(status, Cancellation);

        var closed = await _listener.NextAsync<AgentEvent.Closed>();
        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
        Assert.True(await _listener.IsOverAsync());
        Assert.Equal(SendResult.NotOpen, connection.SendUserText("anyone?"));
    }

    [Fact]
    public async Task Echo_ClosedByTheHost_SaysSo()
    {
        await using var peer = await EchoPeer.StartAsync(Cancellation);
        await using var connection = await OpenReadyAsync(peer);

        await connection.CloseAsync();

        Assert.Equal(CloseKind.EndedByHost, (await _listener.NextAsync<AgentEvent.Closed>()).Kind);
    }

    [Fact]
    public async Task Echo_WithAWrongKey_IsUnauthorizedAndKeepsTheKeyToItself()
    {
        await using var peer = await EchoPeer.StartAsync(Cancellation);
        await using var connection = await OpenAsync(peer, "wrong-key");

        var closed = await _listener.NextAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.Unauthorized, false), (closed.Kind, closed.Retryable));
        Assert.DoesNotContain("wrong-key", closed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", EchoPeer.Key, null)]
    [InlineData("{}", "", "secret-missing")]
    [InlineData("""{ "address": "https://a.example" }""", EchoPeer.Key, "address-invalid")]
    [InlineData("""{ "address": 7 }""", EchoPeer.Key, "address-invalid")]
    public async Task Validate_OfASetup_FindsWhatATenantCanMend(string settings, string key, string? code)
    {
        using var json = JsonDocument.Parse(settings);

        var report = await new EchoConnector(_http).ValidateAsync(new(json.RootElement, new(key)), Cancellation);

        Assert.Equal(code is null, report.IsUsable);
        Assert.Equal(code, report.Findings.SingleOrDefault()?.Code);
    }

    private async Task<IAgentConnection> OpenReadyAsync(EchoPeer peer)
    {
        var connection = await OpenAsync(peer);
        await peer.SendAsync("""{ "type": "hello", "id": "x" }""", Cancellation);
        await _listener.NextAsync<AgentEvent.Ready>();
        return connection;
    }

    private async Task<IAgentConnection> OpenAsync(EchoPeer peer, string key = EchoPeer.Key)
    {
        var connector = new EchoConnector(_http);
        using var settings = JsonDocument.Parse($$"""{ "address": "{{peer.Address}}" }""");
        var preparation = await connector.PrepareAsync(new(settings.RootElement.Clone(), new(key)), Cancellation);
        return connector.Open(preparation, new(), _listener);
    }
}
