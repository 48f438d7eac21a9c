using System.Net;
using System.Text;
using System.Text.Json;
using Connectors.Core.Tools;
using Connectors.Core.Webhooks;
using Connectors.Events;
using Connectors.Testing;

namespace Connectors.Tests.Core.Tools;

public sealed class ToolClientTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly ToolRig _rig;

    public ToolClientTests() => _rig = new(_time);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Call_IsPostedSignedAndAnsweredWithTheBodyAsItIs()
    {
        Answer("weather.example", HttpStatusCode.OK, """{"degrees":21,"sky":"heiter ☀"}"""u8.ToArray());
        var reply = await CallAsync("weather", """{"city":"Bern","deep":[1,{"a":null}]}""");

        Assert.Equal(new("""{"degrees":21,"sky":"heiter ☀"}""", IsError: false, "answered"), reply);
        var received = Assert.Single(_rig.Servers.Received);
        Assert.Equal("application/json", received.MediaType);
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(received.Timestamp, null));
        Assert.Equal(
            WebhookSignature.Sign(SigningSecrets.At(_rig.Tools.Secrets, at), received.Id, at, Encoding.UTF8.GetBytes(received.Content)),
            received.Signature);
        using var body = JsonDocument.Parse(received.Content);
        Assert.Equal("tool.call", body.RootElement.GetProperty("type").GetString());
        Assert.Equal(_time.GetUtcNow(), body.RootElement.GetProperty("timestamp").GetDateTimeOffset());
        Assert.Equal(
            """
            {"session_id":"session","voice_agent_id":"voice-agent","tool_call_id":"c1","tool_name":"weather",
            "parameters":{"city":"Bern","deep":[1,{"a":null}]},"metadata":{"order":"42"}}
            """.ReplaceLineEndings(string.Empty),
            body.RootElement.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Calls_HaveIdsOfTheirOwn_AlsoForTheSameCall()
    {
        await CallAsync("weather", "{}");
        await CallAsync("weather", "{}");
        Assert.Equal(2, _rig.Servers.Received.Select(static one => one.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Server_ThatAnswersWithAnotherStatus_Failed(HttpStatusCode status)
    {
        Answer("weather.example", status, "secret details"u8.ToArray());
        var reply = await CallAsync("weather", "{}");
        Assert.Equal(new($"The tool's server answered with status {(int)status}.", IsError: true, "endpoint-failed"), reply);
    }

    [Theory]
    [InlineData(ToolClient.LongestAnswer, "answered")]
    [InlineData(ToolClient.LongestAnswer + 1, "answer-too-large")]
    public async Task Answer_UpToItsLimit_IsTaken(int length, string reason)
    {
        Answer("weather.example", HttpStatusCode.OK, [.. Enumerable.Repeat((byte)'x', length)]);
        Assert.Equal(reason, (await CallAsync("weather", "{}")).Reason);
    }

    [Fact]
    public async Task Answer_ThatIsNoText_Failed()
    {
        Answer("weather.example", HttpStatusCode.OK, [0xFF, 0xFE]);
        Assert.Equal("answer-malformed", (await CallAsync("weather", "{}")).Reason);
    }

    [Theory]
    [InlineData("{oops")]
    [InlineData("[1]")]
    [InlineData("")]
    public async Task Arguments_ThatAreNoObject_AreNotPosted(string arguments)
    {
        Assert.Equal("malformed", (await CallAsync("weather", arguments)).Reason);
        Assert.Empty(_rig.Servers.Received);
    }

    [Fact]
    public async Task Failure_OfAToolWithAFallback_IsToldAsItsAnswer()
    {
        Answer("stock.example", HttpStatusCode.BadGateway, []);
        Assert.Equal(new("Nobody can say.", IsError: false, "endpoint-failed"), await CallAsync("stock", "{}"));
    }

    [Theory]
    [InlineData(null, 5)]
    [InlineData(2, 2)]
    [InlineData(30, 5)]
    public async Task Server_ThatDoesNotAnswer_IsGivenItsTimeOrTheAgents(int? agents, int given)
    {
        _rig.Servers.Stall("weather.example");
        var call = CallAsync("weather", "{}", agents is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        _time.Advance(TimeSpan.FromSeconds(given - 0.1));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("endpoint-timed-out", (await call).Reason);
    }

    [Fact]
    public async Task Address_ThatIsNotAllowedAnyMore_IsNotAsked()
    {
        var endpoint = new ToolEndpoint { Name = "weather", Url = "https://10.0.0.1/" };
        var reply = await _rig.Client.CallAsync(
            new(ToolRig.Session, _rig.Tools, endpoint, CallOf("weather", "{}", null)), TestContext.Current.CancellationToken);
        Assert.Equal("endpoint-refused", reply.Reason);
        Assert.Empty(_rig.Servers.Received);
    }

    [Fact]
    public async Task Call_ThatNobodyWantsAnyMore_IsGivenUp()
    {
        using var cancellation = new CancellationTokenSource();
        _rig.Servers.Stall("weather.example");
        var call = CallAsync("weather", "{}", null, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static AgentEvent.ToolCall CallOf(string tool, string arguments, TimeSpan? timeout) =>
        new("c1", tool, arguments, ExpectsResult: true, timeout);

    private Task<ToolReply> CallAsync(
        string tool, string arguments, TimeSpan? timeout = null, CancellationToken? cancellation = null) => _rig.Client.CallAsync(
        new(ToolRig.Session, _rig.Tools, _rig.Tools.Find(tool)!, CallOf(tool, arguments, timeout)),
        cancellation ?? TestContext.Current.CancellationToken);

    private void Answer(string host, HttpStatusCode status, byte[] body) =>
        _rig.Servers.Answers[host] = () => new(status) { Content = new ByteArrayContent(body) };
}
