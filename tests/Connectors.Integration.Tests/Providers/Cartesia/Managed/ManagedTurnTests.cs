using System.Text.Json;
using Connectors.Events;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Cartesia.Managed;

namespace Connectors.Integration.Tests.Providers.Cartesia.Managed;

public sealed class ManagedTurnTests
{
    private static readonly AgentReply Weather = AgentTalk.Reply("It is {tool}.") with
    {
        Tool = new("get_weather", """{"city": "Bern"}"""),
    };

    [Theory]
    [InlineData("AsSpoken")]
    [InlineData("First")]
    [InlineData("Last")]
    public async Task Conversation_OfTwoTurns_HasAudioAndTexts_InWhicheverOrder(string order)
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(ManagedAgentTalk.Quick with { Texts = Enum.Parse<TextOrder>(order) });
        (string, string)[] turns = [("The first thing I say.", "One."), ("The second thing I say.", "Two.")];

        foreach (var (said, answer) in turns)
        {
            talk.Speak();
            var heard = await talk.NextAsync<AgentEvent.UserText>();
            Assert.Equal((said, true), (heard.Text, heard.IsFinal));
            var turn = await talk.HeardAsync(1);
            Assert.Equal(turn, (await talk.NextAsync<AgentEvent.TurnAudioEnded>()).Turn);
            var texts = talk.Seen.OfType<AgentEvent.AgentText>().Where(text => text.Turn == turn).ToList();
            Assert.Equal(answer, texts.Single(static text => text.Kind == AgentTextKind.Full).Text);
            var deltas = texts.Where(static text => text.Kind == AgentTextKind.Delta);
            Assert.Equal(answer, string.Concat(deltas.Select(static text => text.Text)));
            Assert.Equal(TimeSpan.FromSeconds(1), talk.DurationOf(turn));
            Assert.True(talk.ToneOf(turn, AgentTalk.AgentTone) > 1_000);
            talk.Report(turn, 1, PlayoutOutcome.Finished);
        }

        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Interrupted);
    }

    [Fact]
    public async Task User_WhoSpeaksIntoATurn_EndsItAndCorrectsItsText()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(ManagedAgentTalk.Interruptible);
        talk.Speak();
        var story = await talk.HeardAsync(1);
        await talk.NextAsync<AgentEvent.AgentText>();

        talk.BeginToSpeak();

        Assert.Equal(story, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        var correction = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Correction);
        Assert.Equal(story, correction.Turn);
        Assert.StartsWith("A long", correction.Text + " long", StringComparison.Ordinal);
        Assert.DoesNotContain("hears out", correction.Text, StringComparison.Ordinal);
        talk.Speak(0.1);
        Assert.True(await talk.HeardAsync(1) > story);
    }

    [Fact]
    public async Task User_WhoSpeaksWhileWhatWasSentIsPlayed_InterruptsIt()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync();
        talk.Speak();
        var turn = await talk.HeardAsync(1);
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        talk.BeginToSpeak();

        Assert.Equal(turn, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
    }

    [Fact]
    public async Task Turn_ThatNeverEnds_IsEndedByTheNextOne()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { NeverEndsTurns = true, SendsUnknownEvents = true });
        talk.Speak();
        var turn = await talk.HeardAsync(1);

        talk.Speak();

        Assert.Equal(turn, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        Assert.True(await talk.HeardAsync(1) > turn);
    }

    [Fact]
    public async Task Turns_TwoAtOnce_AreOneAfterTheOther()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync();
        var first = talk.Peer.BeginTurn("assistant");
        talk.Peer.EmitAudio(new byte[4_800]);
        var second = talk.Peer.BeginTurn("assistant");
        talk.Peer.EmitAudio(new byte[9_600]);
        talk.Peer.EndTurn(first, "assistant", "One.");
        talk.Peer.EndTurn(second, "assistant", "Two.");

        Assert.Equal(new TurnId(1), (await talk.NextAsync<AgentEvent.TurnAudioEnded>()).Turn);
        Assert.Equal(new TurnId(2), (await talk.NextAsync<AgentEvent.TurnAudioEnded>()).Turn);
        Assert.Equal((4_800, 9_600), (talk.AudioOf(new(1)).Length, talk.AudioOf(new(2)).Length));
        Assert.Equal(
            [(new TurnId(1), "One."), (new TurnId(2), "Two.")],
            talk.Seen.OfType<AgentEvent.AgentText>().Select(static text => (text.Turn, text.Text)));
    }

    [Fact]
    public async Task Tool_ThatIsAnswered_IsSpokenOf()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(ManagedAgentTalk.Quick with { Script = new(null, [Weather]) });
        talk.Speak();
        var call = await talk.NextAsync<AgentEvent.ToolCall>();

        Assert.Equal(("get_weather", true), (call.Name, call.ExpectsResult));
        Assert.Equal("Bern", JsonElement.Parse(call.ArgumentsJson).GetProperty("city").GetString());
        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(call.CallId, "20 degrees", IsError: false)));

        var text = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);
        Assert.Equal("It is 20 degrees.", text.Text);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.ToolCallCancelled);
    }

    [Fact]
    public async Task Tool_ThatExpectsNothing_IsToldAndNotWaitedFor()
    {
        var reply = Weather with { Text = "Look.", Tool = Weather.Tool! with { ExpectsResult = false } };
        await using var talk = await ManagedAgentTalk.OpenAsync(ManagedAgentTalk.Quick with { Script = new(null, [reply]) });
        talk.Speak();

        var call = await talk.NextAsync<AgentEvent.ToolCall>();

        Assert.False(call.ExpectsResult);
        Assert.Equal(SendResult.UnknownCall, talk.Connection.SendToolResult(new(call.CallId, "x", IsError: false)));
        await talk.HeardAsync(1);
    }

    [Fact]
    public async Task Tool_ThatNobodyAnswers_IsGivenUpWithItsTurn()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { Script = new(null, [Weather]), ToolTimeout = TimeSpan.FromMilliseconds(200) });
        talk.Speak();
        var call = await talk.NextAsync<AgentEvent.ToolCall>();

        Assert.Equal([call.CallId], (await talk.NextAsync<AgentEvent.ToolCallCancelled>()).CallIds);
        Assert.Equal(SendResult.UnknownCall, talk.Connection.SendToolResult(new(call.CallId, "late", IsError: false)));
    }

    [Fact]
    public async Task Key_OfATelephone_Passes()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync();

        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("dtmf_input", Json("""{"digit": "#"}""")));
        Assert.Equal(SendResult.Invalid, talk.Connection.SendRaw("dtmf_input", Json("""{"digit": "12"}""")));
        Assert.Equal(SendResult.NotSupported, talk.Connection.SendRaw("audio_input", Json("""{"audio": "AAAA"}""")));
        Assert.Equal("#", (string?)(await talk.SentAsync("dtmf_input"))["digit"]);
        talk.Peer.Emit("dtmf_output", new() { ["digit"] = "5" });
        Assert.Equal("5", JsonElement.Parse((await talk.NextRawAsync("dtmf_output")).Json.Span).GetProperty("digit").GetString());
    }

    [Fact]
    public async Task Agent_ThatHangsUpInItsTurn_IsHeardAndReadFirst()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { Script = new(null, [AgentTalk.Reply("Good bye.") with { HangUp = true }]) });
        talk.Speak();
        var turn = await talk.HeardAsync(1);

        Assert.Equal("Good bye.", (await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full)).Text);
        Assert.Equal(turn, (await talk.NextAsync<AgentEvent.TurnAudioEnded>()).Turn);
        var closed = await talk.ClosedAsync();
        Assert.Equal((CloseKind.EndedByAgent, false), (closed.Kind, closed.Retryable));
        Assert.Equal(TimeSpan.FromSeconds(1), talk.DurationOf(turn));
    }

    [Fact]
    public async Task Agent_ThatFails_EndsTheConversationByName()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync();

        talk.Sandbox.Sockets[^1].Fail(ManagedFault.AgentFailed);

        var closed = await talk.ClosedAsync();
        Assert.Equal((CloseKind.ProviderError, true, "agent_failed"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Fact]
    public async Task Client_WithoutAnEventForTooLong_IsClosedAsIdle()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { IdleLimit = TimeSpan.FromMilliseconds(300) });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Idle, true), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Client_WithoutAudio_ShowsThatItIsThere()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { IdleLimit = TimeSpan.FromSeconds(2) },
            limits: new() { KeepAliveInterval = TimeSpan.FromMilliseconds(200) });

        await ManagedAgentTalk.UntilAsync(() => talk.Peer.Heard.Length >= 3 * 960, "three moments of silence");

        Assert.All(talk.Peer.Heard, static value => Assert.Equal(0, value));
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Closed);
    }

    [Fact]
    public async Task Nobody_WhoSpeaksForLong_IsHungUpOn()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { InactivityLimit = TimeSpan.FromMilliseconds(300), Voice = new ToneVoice(AgentTalk.AgentTone) });

        var closed = await talk.ClosedAsync();

        Assert.Equal(CloseKind.EndedByAgent, closed.Kind);
        Assert.Contains(talk.Seen, static e => e is AgentEvent.AgentText { Text: "Are you gone? Good bye." });
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
