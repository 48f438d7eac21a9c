using Connectors.Events;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Providers.Gemini;

public sealed class GeminiToolTests
{
    private const string Settings = """{"tools": [{"name": "get_weather"}]}""";

    private static GeminiSwitches Weather { get; } = GeminiTalk.Quick with
    {
        Script = new(null,
        [
            GeminiTalk.Reply("It is {tool}.") with { Tool = new ReplyTool("get_weather", """{"city": "Bern"}""") },
            GeminiTalk.Reply("Something else."),
        ]),
    };

    [Theory]
    [InlineData(false, "It is warm.")]
    [InlineData(true, "It is warm and warm.")]
    public async Task Tool_CalledAndAnswered_IsSpokenOf(bool callsTwice, string spoken)
    {
        await using var talk = await GeminiTalk.ReadyAsync(Weather with { CallsTwice = callsTwice }, Settings);
        talk.Speak();
        var calls = new List<AgentEvent.ToolCall> { await talk.Told.WaitAsync<AgentEvent.ToolCall>() };
        if (callsTwice)
        {
            calls.Add(await talk.Told.WaitAsync<AgentEvent.ToolCall>(1));
        }

        foreach (var call in calls)
        {
            Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(call.CallId, "warm", IsError: false)));
        }

        Assert.Equal(spoken, talk.TextOf(await talk.HearTurnAsync()));
    }

    [Fact]
    public async Task Tool_ThatFailed_IsAnsweredWithAnError()
    {
        await using var talk = await GeminiTalk.ReadyAsync(Weather, Settings);
        talk.Speak();
        var call = await talk.Told.WaitAsync<AgentEvent.ToolCall>();

        talk.Connection.SendToolResult(new(call.CallId, "no such city", IsError: true));

        Assert.Equal("It is no such city.", talk.TextOf(await talk.HearTurnAsync()));
        var response = talk.Sent.Single(static message => message.ContainsKey("toolResponse"))["toolResponse"]!["functionResponses"]![0]!;
        Assert.Equal("get_weather", (string)response["name"]!);
        Assert.Equal("""{"error":"no such city"}""", response["response"]!.ToJsonString());
    }

    [Fact]
    public async Task Tool_WhoseCallerIsInterrupted_IsCancelledAndItsResultUnwanted()
    {
        await using var talk = await GeminiTalk.ReadyAsync(Weather, Settings);
        talk.Speak();
        var call = await talk.Told.WaitAsync<AgentEvent.ToolCall>();

        talk.Speak();
        var cancelled = await talk.Told.WaitAsync<AgentEvent.ToolCallCancelled>();

        Assert.Equal([call.CallId], cancelled.CallIds);
        Assert.Equal(SendResult.UnknownCall, talk.Connection.SendToolResult(new(call.CallId, "warm", IsError: false)));
        Assert.Equal("Something else.", talk.TextOf(await talk.HearTurnAsync()));
    }

    [Fact]
    public async Task Audio_DuringAToolCall_EndsTheConnectionOfSomeModels()
    {
        await using var talk = await GeminiTalk.ReadyAsync(Weather with { RefusesAudioDuringTools = true }, Settings);
        talk.Speak();
        await talk.Told.WaitAsync<AgentEvent.ToolCall>();

        talk.BeSilent(1);
        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.ProtocolError, true), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Audio_DuringAToolCall_IsHeldBackIfTheSettingsSaySo()
    {
        await using var talk = await GeminiTalk.ReadyAsync(
            Weather with { RefusesAudioDuringTools = true },
            """{"tools": [{"name": "get_weather"}], "audioDuringToolCalls": false}""");
        talk.Speak();
        var call = await talk.Told.WaitAsync<AgentEvent.ToolCall>();

        talk.BeSilent(1);
        talk.Connection.SendToolResult(new(call.CallId, "warm", IsError: false));
        await talk.HearTurnAsync();
        talk.Speak();

        Assert.Equal("Something else.", talk.TextOf(await talk.HearTurnAsync(1)));
    }
}
