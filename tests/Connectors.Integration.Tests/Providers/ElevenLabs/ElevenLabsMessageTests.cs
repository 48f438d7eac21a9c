using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

/// <summary>Pings, tools, and messages that pass through.</summary>
public sealed class ElevenLabsMessageTests
{
    private static readonly ElevenLabsBehaviour Caller = ElevenLabsStage.Waiter with
    {
        Script = new(Greeting: null, [new() { Text = "It is {tool}.", Tool = new("get_weather", """{"city":"Bern"}""") }]),
    };

    [Fact]
    public async Task Pings_FromTheProvider_AreAnsweredWithTheirIds()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with
        {
            PingInterval = TimeSpan.FromMilliseconds(20),
            PongTimeout = TimeSpan.FromSeconds(5),
        });
        await using var ending = stage;
        var conversation = await stage.Conversation;

        await conversation.Received.WaitForAsync(_ => conversation.Pongs >= 10, TestContext.Current.CancellationToken);

        Assert.Null(conversation.End);
        Assert.DoesNotContain(stage.Listener.Events, e => e is AgentEvent.Raw { Type: "ping" or "audio" });
    }

    [Theory]
    [InlineData("17")]
    [InlineData("\"17\"")]
    [InlineData("99999999999999999999")]
    public async Task Ping_WithAnyId_IsEchoedAsItCame(string id)
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Waiter);
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        var conversation = await stage.Conversation;

        await conversation.Socket.SendAsync($$"""{"ping_event":{"ping_ms":null,"event_id":{{id}}},"type":"ping"}""");

        var pong = await conversation.Received.WaitForAsync(
            message => message.TryGetProperty("event_id", out var value) && value.GetRawText() == id,
            TestContext.Current.CancellationToken);
        Assert.Equal("pong", pong.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Tool_Answered_IsUsedByTheAgent()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(Caller);
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        connection.SendUserText("weather?");
        var call = await stage.Listener.WaitAsync<AgentEvent.ToolCall>();

        Assert.Equal(("get_weather", """{"city":"Bern"}""", true), (call.Name, call.ArgumentsJson, call.ExpectsResult));
        Assert.Equal(SendResult.Accepted, connection.SendToolResult(new(call.CallId, "20 degrees", IsError: false)));
        Assert.Equal("It is 20 degrees.", (await stage.Listener.WaitAsync<AgentEvent.AgentText>()).Text);
        Assert.Empty(stage.Listener.Events.OfType<AgentEvent.ToolCallCancelled>());
    }

    [Fact]
    public async Task Tool_NotAnsweredInTime_IsCancelledAndALateResultIsUnknown()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(Caller with { ToolTimeout = TimeSpan.FromMilliseconds(50) });
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        connection.SendUserText("weather?");
        var call = await stage.Listener.WaitAsync<AgentEvent.ToolCall>();
        var cancelled = await stage.Listener.WaitAsync<AgentEvent.ToolCallCancelled>();

        Assert.Equal([call.CallId], cancelled.CallIds);
        Assert.Equal(SendResult.UnknownCall, connection.SendToolResult(new(call.CallId, "late", IsError: false)));
        Assert.Equal("It is nothing.", (await stage.Listener.WaitAsync<AgentEvent.AgentText>()).Text);
    }

    [Fact]
    public async Task Tool_ThatExpectsNoResult_SaysSo()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(Caller with
        {
            Script = new(Greeting: null, [new() { Text = "Done.", Tool = new("show", "{}", ExpectsResult: false) }]),
        });
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        connection.SendUserText("show it");

        Assert.False((await stage.Listener.WaitAsync<AgentEvent.ToolCall>()).ExpectsResult);
        Assert.Equal("Done.", (await stage.Listener.WaitAsync<AgentEvent.AgentText>()).Text);
    }

    [Fact]
    public async Task Events_OfTheProvider_PassThroughWithoutTheirType()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(Caller, new() { UnknownEvents = true, HugeMessageBytes = 2_000_000 });
        await using var ending = stage;
        connection.SendUserText("too early");
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        connection.SendUserText("weather?");

        var call = await RawAsync(stage, "client_tool_call");
        Assert.Equal("get_weather", call.GetProperty("client_tool_call").GetProperty("tool_name").GetString());
        Assert.False(call.TryGetProperty("type", out _));
        Assert.True(call.TryGetProperty("unheard_of", out _));
        var metadata = await RawAsync(stage, "conversation_initiation_metadata");
        Assert.True(metadata.TryGetProperty("conversation_initiation_metadata_event", out _));
        Assert.Equal(7, (await RawAsync(stage, "brand_new_event")).GetProperty("event_id").GetInt32());
        Assert.True((await RawAsync(stage, "rich_content")).GetRawText().Length > 2_000_000);
    }

    [Theory]
    [InlineData("user_message", """{"text":"hi"}""", SendResult.Accepted)]
    [InlineData("user_message", """{"text":7}""", SendResult.Invalid)]
    [InlineData("user_message", """{}""", SendResult.Invalid)]
    [InlineData("contextual_update", """{"text":"note","context_id":"a","type":"pong"}""", SendResult.Accepted)]
    [InlineData("contextual_update", "[]", SendResult.Invalid)]
    [InlineData("user_activity", "{}", SendResult.Accepted)]
    [InlineData("user_activity", "null", SendResult.Accepted)]
    [InlineData("user_activity", "7", SendResult.Invalid)]
    [InlineData("feedback", """{"event_id":3,"score":"like"}""", SendResult.Accepted)]
    [InlineData("feedback", """{"event_id":3,"score":null}""", SendResult.Accepted)]
    [InlineData("feedback", """{"event_id":3,"score":"great"}""", SendResult.Invalid)]
    [InlineData("mcp_tool_approval_result", """{"tool_call_id":"a","is_approved":true}""", SendResult.Accepted)]
    [InlineData("mcp_tool_approval_result", """{"tool_call_id":"a"}""", SendResult.Invalid)]
    [InlineData("client_tool_result", """{"tool_call_id":"a","result":"r","is_error":false}""", SendResult.UnknownCall)]
    [InlineData("client_tool_result", """{"tool_call_id":"a","result":{},"is_error":false}""", SendResult.Invalid)]
    [InlineData("conversation_initiation_client_data", "{}", SendResult.NotSupported)]
    [InlineData("pong", """{"event_id":1}""", SendResult.NotSupported)]
    [InlineData("user_audio_chunk", "{}", SendResult.NotSupported)]
    public async Task Command_OfAPage_PassesIfItIsAllowedAndWhole(string type, string data, SendResult expected)
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Waiter);
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        using var json = JsonDocument.Parse(data);

        Assert.Equal(expected, connection.SendRaw(type, json.RootElement));
        if (expected == SendResult.Accepted)
        {
            var conversation = await stage.Conversation;
            var received = await conversation.Received.WaitForAsync(type, TestContext.Current.CancellationToken);
            Assert.Equal(json.RootElement.ValueKind == JsonValueKind.Object ? Members(json.RootElement) : [], Members(received));
            Assert.Null(conversation.End);
        }
    }

    [Fact]
    public async Task Command_WithoutData_Passes()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Waiter);
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();

        Assert.Equal(SendResult.Accepted, connection.SendRaw("user_activity", default));
        await (await stage.Conversation).Received.WaitForAsync("user_activity", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Tool_AnsweredByThePage_IsAnsweredOnce()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(Caller);
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        connection.SendUserText("weather?");
        var call = await stage.Listener.WaitAsync<AgentEvent.ToolCall>();
        var data = JsonSerializer.SerializeToElement(new { tool_call_id = call.CallId, result = "warm", is_error = false });

        Assert.Equal(SendResult.Accepted, connection.SendRaw("client_tool_result", data));
        Assert.Equal(SendResult.UnknownCall, connection.SendRaw("client_tool_result", data));
        Assert.Equal(SendResult.UnknownCall, connection.SendToolResult(new(call.CallId, "cold", IsError: false)));
        Assert.Equal("It is warm.", (await stage.Listener.WaitAsync<AgentEvent.AgentText>()).Text);
    }

    [Fact]
    public async Task ClosedConversation_ByUs_SaysGoodbyePolitely()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Waiter);
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        connection.AddContext("last note", "key");

        await connection.CloseAsync();

        var conversation = await stage.Conversation;
        var note = await conversation.Received.WaitForAsync("contextual_update", TestContext.Current.CancellationToken);
        Assert.Equal(("last note", "key"), (note.GetProperty("text").GetString(), note.GetProperty("context_id").GetString()));
        Assert.Equal(new(1000, "User ended conversation", ByClient: true), conversation.End);
    }

    private static List<string> Members(JsonElement json) =>
        [.. json.EnumerateObject().Where(member => member.Name != "type").Select(member => $"{member.Name}={member.Value.GetRawText()}")];

    private static async Task<JsonElement> RawAsync(ElevenLabsStage stage, string type)
    {
        var raw = await stage.Listener.WaitAsync<AgentEvent.Raw>(raw => raw.Type == type);
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(raw.Json.Span));
        return json.RootElement.Clone();
    }
}
