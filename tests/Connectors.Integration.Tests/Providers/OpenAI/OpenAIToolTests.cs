using Connectors.Events;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Integration.Tests.Providers.OpenAI;

public sealed class OpenAIToolTests
{
    private const string Settings = """{"tools": [{"name": "weather"}]}""";

    private static readonly OpenAISwitches Calling = OpenAITalk.Quick with
    {
        Script = new(null,
        [
            OpenAITalk.Reply("It is {tool}.") with { Tool = new ReplyTool("weather", """{"city":"Bern"}""") },
            OpenAITalk.Reply("Something else."),
        ]),
    };

    [Fact]
    public async Task Call_AnsweredByTheHost_GoesIntoTheNextAnswer()
    {
        await using var talk = await OpenAITalk.OpenAsync(Calling, Settings);
        talk.Speak();

        var call = await talk.NextAsync<AgentEvent.ToolCall>();
        var silent = await talk.NextAsync<AgentEvent.TurnAudioEnded>();
        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(call.CallId, "sunny", IsError: false)));
        var answer = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal(("weather", """{"city":"Bern"}""", true), (call.Name, call.ArgumentsJson, call.ExpectsResult));
        Assert.Empty(talk.AudioOf(silent.Turn));
        Assert.Equal("It is sunny.", answer.Text);
        Assert.True(talk.Seen.OfType<AgentEvent.Ready>().Single().Capabilities.Tools);
    }

    [Fact]
    public async Task Calls_TwoInOneResponse_AreAnsweredBothBeforeOneNewResponse()
    {
        await using var talk = await OpenAITalk.OpenAsync(Calling with { CallsTwice = true }, Settings);
        talk.Speak();
        var first = await talk.NextAsync<AgentEvent.ToolCall>();
        var second = await talk.NextAsync<AgentEvent.ToolCall>();

        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(second.CallId, "windy", IsError: false)));
        await talk.NextRawAsync("conversation.item.done");
        Assert.DoesNotContain("response.create", talk.Sent);
        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(first.CallId, "sunny", IsError: false)));
        var answer = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal("It is sunny and windy.", answer.Text);
        Assert.Equal(["session.update", "conversation.item.create", "conversation.item.create", "response.create"], talk.Sent);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Raw { Type: "error" });
    }

    [Fact]
    public async Task Call_AfterSomethingSaidInTheSameResponse_LeavesThatTurnItsAudio()
    {
        await using var talk = await OpenAITalk.OpenAsync(Calling with { Preamble = "Let me look." }, Settings);
        talk.Speak();

        var spoken = await talk.NextAsync<AgentEvent.TurnAudioEnded>();
        var call = await talk.NextAsync<AgentEvent.ToolCall>();
        talk.Connection.SendToolResult(new(call.CallId, "sunny", IsError: false));
        var answer = await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.NotEmpty(talk.AudioOf(spoken.Turn));
        Assert.NotEmpty(talk.AudioOf(answer.Turn));
    }

    [Fact]
    public async Task Call_ThatFailed_IsToldAsAnError()
    {
        await using var talk = await OpenAITalk.OpenAsync(Calling, Settings);
        talk.Speak();
        var call = await talk.NextAsync<AgentEvent.ToolCall>();

        talk.Connection.SendToolResult(new(call.CallId, "no network", IsError: true));
        var answer = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal("""It is {"error":"no network"}.""", answer.Text);
    }

    [Fact]
    public async Task Result_OfAnUnknownOrAnsweredCall_IsRefused()
    {
        await using var talk = await OpenAITalk.OpenAsync(Calling, Settings);
        talk.Speak();
        var call = await talk.NextAsync<AgentEvent.ToolCall>();

        Assert.Equal(SendResult.UnknownCall, talk.Connection.SendToolResult(new("call_nobody", "x", IsError: false)));
        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(call.CallId, "x", IsError: false)));
        Assert.Equal(SendResult.UnknownCall, talk.Connection.SendToolResult(new(call.CallId, "x", IsError: false)));
    }

    [Fact]
    public async Task Result_WhileTheUserSpeaks_LeavesTheAnswerToTheServer()
    {
        await using var talk = await OpenAITalk.OpenAsync(Calling, Settings);
        talk.Speak();
        var call = await talk.NextAsync<AgentEvent.ToolCall>();
        await talk.NextRawAsync("response.done");
        talk.BeginToSpeak();
        await talk.NextAsync<AgentEvent.UserSpeechStarted>();

        talk.Connection.SendToolResult(new(call.CallId, "sunny", IsError: false));
        await talk.NextRawAsync("conversation.item.done");
        talk.Speak();
        var answer = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal("It is sunny.", answer.Text);
    }
}
