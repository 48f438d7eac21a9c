using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.CustomAgent;

public sealed class CustomAgentTurnTests
{
    [Fact]
    public async Task User_Speaks_IsHeardAndAnswered()
    {
        await using var talk = await CustomAgentTalk.OpenAsync();

        talk.Speak();
        await talk.NextAsync<AgentEvent.UserSpeechStarted>();
        await talk.NextAsync<AgentEvent.UserSpeechStopped>();
        Assert.Equal("The first thing I say.", (await talk.NextAsync<AgentEvent.UserText>(said => said.IsFinal)).Text);
        var turn = await talk.HeardAsync(1);
        Assert.Equal("One.", (await talk.NextAsync<AgentEvent.AgentText>(said => said.Kind == AgentTextKind.Full)).Text);
        Assert.Equal(turn, (await talk.NextAsync<AgentEvent.TurnAudioEnded>()).Turn);
        Assert.True(talk.ToneOf(turn, AgentTalk.AgentTone) > 7_000);
        Assert.Equal(TimeSpan.FromSeconds(1), talk.DurationOf(turn));
    }

    [Fact]
    public async Task User_WhoInterrupts_HearsNothingMoreOfTheTurnThoughItStillComes()
    {
        await using var talk = await CustomAgentTalk.OpenAsync(CustomAgentTalk.Interruptible with { LateAudio = 20 });
        talk.Speak();
        var turn = await talk.HeardAsync(2);

        talk.BeginToSpeak();
        Assert.Equal(turn, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        talk.Report(turn, 2, PlayoutOutcome.Interrupted);
        var correction = await talk.NextAsync<AgentEvent.AgentText>(said => said.Kind == AgentTextKind.Correction);
        talk.Speak();
        var next = await talk.HeardAsync(1);

        Assert.Equal((turn, "A"), (correction.Turn, correction.Text));
        Assert.True(next > turn);
        Assert.True(talk.DurationOf(turn) < TimeSpan.FromSeconds(9));
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Warning);
    }

    [Fact]
    public async Task Turn_ThatWasHeardToItsEnd_IsNotInterruptedByTheNextWord()
    {
        await using var talk = await CustomAgentTalk.OpenAsync();
        talk.Speak();
        var turn = await talk.HeardAsync(1);
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        talk.Report(turn, 1, PlayoutOutcome.Finished);
        await talk.SentAsync("playout");
        talk.Speak();
        await talk.HeardAsync(1);

        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Interrupted);
        Assert.Equal(1_000, (long)(await talk.SentAsync("playout"))["heard_ms"]!);
    }

    [Fact]
    public async Task Operations_OfEveryKind_ReachTheAgent()
    {
        await using var talk = await CustomAgentTalk.OpenAsync();
        var can = talk.Connection;

        Assert.Equal(SendResult.Accepted, can.AddContext("It rains.", "weather"));
        Assert.Equal(SendResult.Accepted, can.NotifyUserActivity());
        Assert.Equal(SendResult.Accepted, can.SendRaw("x_lights", JsonSerializer.SerializeToElement(new { on = true })));
        Assert.Equal(SendResult.Accepted, can.Say("Good evening."));
        var turn = await talk.HeardAsync(0.5);
        Assert.Equal(SendResult.Accepted, can.Interrupt());
        Assert.Equal(turn, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        Assert.Equal(SendResult.Accepted, can.SendUserText("And now?"));
        await talk.HeardAsync(1);

        Assert.Equal("weather", (string?)(await talk.SentAsync("context"))["key"]);
        Assert.True((bool)(await talk.SentAsync("x_lights"))["on"]!);
        Assert.Equal("Good evening.", (string?)(await talk.SentAsync("say"))["text"]);
        Assert.Contains("user: And now?", talk.Peer.Talk.Memory);
        Assert.Equal(
            ["hello", "context", "user_activity", "x_lights", "say", "interrupt", "user_text"],
            talk.Peer.Talk.Received.Select(message => (string?)message["type"]));
    }

    [Fact]
    public async Task Tool_OfTheAgent_IsAnsweredAndThenSpokenOf()
    {
        var reply = AgentTalk.Reply("It is {tool}.") with { Tool = new("get_weather", """{"city": "Bern"}""") };
        await using var talk = await CustomAgentTalk.OpenAsync(CustomAgentTalk.Quick with { Script = new(null, [reply]) });
        talk.Connection.SendUserText("How is the weather?");

        var call = await talk.NextAsync<AgentEvent.ToolCall>();
        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(call.CallId, "sunny", IsError: false)));

        var said = await talk.NextAsync<AgentEvent.AgentText>(said => said.Kind == AgentTextKind.Full);
        Assert.Equal("It is sunny.", said.Text);
    }

    [Fact]
    public async Task Tool_OfATurnThatIsInterrupted_IsCancelled()
    {
        var reply = AgentTalk.Reply("It is {tool}.") with { Tool = new("get_weather", "{}") };
        await using var talk = await CustomAgentTalk.OpenAsync(CustomAgentTalk.Quick with { Script = new(null, [reply]) });
        talk.Connection.SendUserText("How is the weather?");
        var call = await talk.NextAsync<AgentEvent.ToolCall>();

        talk.BeginToSpeak();

        Assert.Equal([call.CallId], (await talk.NextAsync<AgentEvent.ToolCallCancelled>()).CallIds);
        Assert.Equal(SendResult.UnknownCall, talk.Connection.SendToolResult(new(call.CallId, "sunny", IsError: false)));
    }

    [Fact]
    public async Task Agent_ThatCanOnlyHearAndSpeak_IsHeardAndRefusesTheRest()
    {
        await using var talk = await CustomAgentTalk.OpenAsync(CustomAgentTalk.Quick with { IsBare = true });
        talk.Speak();
        await talk.HeardAsync(1);

        SendResult[] results =
        [
            talk.Connection.SendUserText("x"), talk.Connection.AddContext("x", null), talk.Connection.Say("x"), talk.Connection.Interrupt(),
            talk.Connection.NotifyUserActivity(), talk.Connection.SendToolResult(new("x", "x", IsError: false)),
        ];
        talk.Report(new(1), 1, PlayoutOutcome.Finished);
        Assert.All(results, static result => Assert.Equal(SendResult.NotSupported, result));
        Assert.Equal(["hello"], talk.Peer.Talk.Received.Select(message => (string?)message["type"]));
    }

    [Fact]
    public async Task Agent_ThatNeverEndsItsTurns_IsHeardInEachOfThem()
    {
        await using var talk = await CustomAgentTalk.OpenAsync(
            CustomAgentTalk.Quick with { NeverEndsTurns = true, SendsUnknownMessages = true });
        talk.Connection.SendUserText("One?");
        var first = await talk.HeardAsync(1);
        talk.Connection.SendUserText("Two?");
        var second = await talk.HeardAsync(1);

        Assert.True(second > first);
        Assert.False(talk.Seen.OfType<AgentEvent.Ready>().Single().Capabilities.MarksTurnEnd);
        Assert.Contains(talk.Seen, static e => e is AgentEvent.Raw { Type: "something_new" });
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Raw { Type: not "something_new" } or AgentEvent.Warning);
    }

    [Theory]
    [InlineData("token", true)]
    [InlineData("replay", false)]
    [InlineData("none", false)]
    public async Task Conversation_ThatGoesOn_DoesSoAsTheAgentSays(string resume, bool isResumed)
    {
        await using var talk = await CustomAgentTalk.OpenAsync(CustomAgentTalk.Quick with { Resume = resume });
        talk.Connection.SendUserText("My name is Ada.");
        await talk.HeardAsync(1);
        var token = talk.Seen.OfType<AgentEvent.ResumeToken>().SingleOrDefault()?.Token;
        Assert.Equal(isResumed, token is not null);

        var listener = new RecordingAgentListener();
        var connector = talk.Connector();
        var preparation = await connector.PrepareAsync(CustomAgentTalk.Setup(talk.Sandbox), TestContext.Current.CancellationToken);
        var options = new AgentConnectionOptions
        {
            Greeting = AgentGreeting.None,
            History = [new(Speaker.User, "My name is Ada.")],
            ResumeToken = token,
        };
        await using var second = connector.Open(preparation, options, listener);
        await listener.WaitAsync<AgentEvent.Ready>();

        Assert.Equal(isResumed, talk.Peer.Talk.IsResumed);
        Assert.Equal(resume != "none", talk.Peer.Talk.Memory.Contains("user: My name is Ada."));
    }

    [Fact]
    public async Task Token_ThatTheAgentForgot_EndsTheConnectionSoThatItIsTriedWithout()
    {
        await using var talk = await CustomAgentTalk.StartAsync(
            CustomAgentTalk.Quick with { Resume = "token", ForgetsTokens = true }, new() { ResumeToken = "old" });
        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.ProviderError, true, "4409"), (closed.Kind, closed.Retryable, closed.Code));
    }
}
