using System.Text;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Providers.Cartesia.Managed.Dialog;
using Connectors.Testing;

namespace Connectors.Tests.Providers.Cartesia.Managed;

public sealed class ConversationTests
{
    private readonly List<string> _sent = [];
    private readonly Conversation _conversation;

    public ConversationTests() => _conversation = new(new FakeTime(), message =>
    {
        _sent.Add(Encoding.UTF8.GetString(message.Written.Span));
        message.Dispose();
        return true;
    });

    [Fact]
    public void User_WhoSpeaksAndIsUnderstood_IsTold()
    {
        Begin();
        Apply("""{"type":"turn_started","turn":1,"role":"user","start_time":0}""");
        Apply("""{"type":"turn_ended","turn":1,"role":"user","text":"Hello.","interrupted":false,"tool_calls":[]}""");

        Assert.Equal(
            [new AgentEvent.UserSpeechStarted(), new AgentEvent.UserSpeechStopped(), new AgentEvent.UserText("turn_1", "Hello.", true)],
            _conversation.Outbox);
    }

    [Fact]
    public void Noise_OfTheUser_IsNoText()
    {
        Begin();
        Apply("""{"type":"turn_started","turn":1,"role":"user"}""");
        Apply("""{"type":"turn_started","turn":1,"role":"user"}""");
        Apply("""{"type":"turn_ended","turn":1,"role":"user","text":" "}""");

        Assert.Equal([new AgentEvent.UserSpeechStarted(), new AgentEvent.UserSpeechStopped()], _conversation.Outbox);
    }

    [Fact]
    public void Tool_ThatIsCalled_IsAnsweredOnce()
    {
        Begin();
        Call("call_1");
        Call("call_1");

        Assert.Equal(
            new AgentEvent.ToolCall("call_1", "open_cart", """{"cart":"4"}""", ExpectsResult: true, Timeout: null),
            Assert.Single(_conversation.Outbox));
        Assert.Equal(SendResult.UnknownCall, _conversation.AddToolResult(new("call_2", "x", IsError: false)));
        Assert.Equal(SendResult.Accepted, _conversation.AddToolResult(new("call_1", "2 \"items\", für Öl", IsError: false)));
        Assert.Equal(SendResult.UnknownCall, _conversation.AddToolResult(new("call_1", "x", IsError: false)));
        Assert.Equal(
            """{"type":"client_tool_result","tool_call_id":"call_1","result":"2 \"items\", für Öl","is_error":false}""",
            Assert.Single(_sent));
    }

    [Fact]
    public void Result_OfMoreThanCartesiaTakes_IsAnErrorAndWarnedOf()
    {
        Begin();
        Call("call_1");
        Call("call_2");

        Assert.Equal(SendResult.Accepted, _conversation.AddToolResult(new("call_1", new string('x', 4_096), IsError: false)));
        Assert.Equal(SendResult.Accepted, _conversation.AddToolResult(new("call_2", new string('ö', 2_049), IsError: false)));

        Assert.Equal([false, true], _sent.Select(static text => JsonElement.Parse(text).GetProperty("is_error").GetBoolean()));
        Assert.Equal("tool-result-too-long", _conversation.Outbox.OfType<AgentEvent.Warning>().Single().Code);
    }

    [Fact]
    public void Tool_ThatTheAgentWaitedForTooLong_IsCancelledWithItsTurn()
    {
        Begin();
        Call("call_1");
        Call("call_2");
        Call("call_3", expects: false);
        Apply("""
            {"type":"turn_ended","turn":2,"role":"assistant","text":"","interrupted":false,"tool_calls":
            [{"name":"a","arguments":{},"id":"call_1","result":"Tool call timed out"},{"name":"a","arguments":{},"id":"call_2"},7]}
            """);

        Assert.Equal(["call_1"], Assert.Single(_conversation.Outbox.OfType<AgentEvent.ToolCallCancelled>()).CallIds);
        Assert.True(_conversation.Tools.IsOpen("call_2"));
        Assert.False(_conversation.Tools.IsOpen("call_3"));
    }

    [Fact]
    public void Tools_WithoutEnd_StayFew()
    {
        Begin();
        for (var i = 0; i < 100; i++)
        {
            Call($"call_{i}");
        }

        Assert.False(_conversation.Tools.IsOpen("call_0"));
        Assert.True(_conversation.Tools.IsOpen("call_99"));
        Assert.Equal(36, _conversation.Outbox.OfType<AgentEvent.ToolCallCancelled>().Count());
    }

    [Theory]
    [InlineData("invalid_event", true, CloseKind.ProtocolError, true)]
    [InlineData("invalid_event", false, CloseKind.Misconfigured, false)]
    [InlineData("agent_failed", true, CloseKind.ProviderError, true)]
    [InlineData("missing_dynamic_variables", false, CloseKind.Misconfigured, false)]
    [InlineData("invalid_dynamic_variables", false, CloseKind.Misconfigured, false)]
    [InlineData("dynamic_variables_not_allowed", false, CloseKind.Misconfigured, false)]
    [InlineData("quota_exceeded", false, CloseKind.QuotaExceeded, false)]
    [InlineData("concurrency_limited", false, CloseKind.RateLimited, true)]
    [InlineData("something_new", true, CloseKind.ProviderError, true)]
    public void Error_ThatIsFatal_EndsTheConversationWithoutItsWords(string code, bool isReady, CloseKind kind, bool retryable)
    {
        if (isReady)
        {
            Begin();
        }

        Apply($$"""{"type":"error","code":"{{code}}","message":"you said: my secret","fatal":true}""");

        var ending = _conversation.Ending!;
        Assert.Equal((kind, retryable, code), (ending.Kind, ending.Retryable, ending.Code));
        Assert.DoesNotContain("secret", ending.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"error","code":"invalid_event","message":"secret","fatal":false}""", "(invalid_event)")]
    [InlineData("""{"type":"error","code":"a secret sentence"}""", "(unknown)")]
    public void Error_ThatIsNotFatal_IsAWarning(string error, string shown)
    {
        Begin();
        Apply(error);

        Assert.Null(_conversation.Ending);
        var warning = Assert.IsType<AgentEvent.Warning>(Assert.Single(_conversation.Outbox));
        Assert.Contains(shown, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pcm_16000", 640, 0)]
    [InlineData("mulaw_8000", 160, 0xff)]
    public void Silence_ThatShowsThatWeAreThere_IsSilentInTheFormat(string name, int bytes, byte value)
    {
        Assert.True(AudioFormat.TryParse(name, out var format));
        _conversation.Begin("ac_1", format, CartesiaManagedConnector.Best);

        using var message = _conversation.SilenceOf(TimeSpan.FromMilliseconds(20));

        var audio = JsonElement.Parse(message.Written.Span).GetProperty("audio").GetBytesFromBase64();
        Assert.Equal(Enumerable.Repeat(value, bytes), audio);
    }

    private void Begin()
    {
        _conversation.Begin("ac_1", AudioFormat.Pcm16(24_000), CartesiaManagedConnector.Best);
        _conversation.Outbox.Clear();
    }

    private void Call(string id, bool expects = true) => Apply(
        $$"""{"type":"client_tool_call","tool_call_id":"{{id}}","tool_name":"open_cart","parameters":{"cart":"4"},"""
        + $"\"expects_response\":{(expects ? "true" : "false")}}}");

    private void Apply(string message)
    {
        var json = JsonElement.Parse(message);
        ServerEvents.Apply(_conversation, json.GetProperty("type").GetString()!, json);
    }
}
