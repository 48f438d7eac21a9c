using System.Text.Json;
using Connectors.Events;
using Connectors.Sandbox.Agents;

namespace Connectors.Integration.Tests.Providers.Gemini;

public sealed class GeminiTurnTests
{
    [Fact]
    public async Task User_WhoSpeaks_IsAnsweredWithSoundAndTextOfBothSides()
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        talk.Speak();
        var turn = await talk.HearTurnAsync();

        Assert.Equal(1, talk.DurationOf(turn), 3);
        Assert.Equal("One.", talk.TextOf(turn));
        var said = await talk.Told.WaitAsync<AgentEvent.UserText>(static text => text.IsFinal);
        Assert.Equal("The first thing I say.", said.Text);
        Assert.All(talk.Told.Events.OfType<AgentEvent.UserText>(), text => Assert.Equal(said.ItemId, text.ItemId));
    }

    [Fact]
    public async Task Turns_OneAfterAnother_HaveTextsOfTheirOwn()
    {
        await using var talk = await GeminiTalk.ReadyAsync(GeminiTalk.Quick with { FinishesTranscripts = true });
        string[] texts = ["One.", "Two.", "Three."];

        for (var number = 0; number < texts.Length; number++)
        {
            talk.Speak();
            Assert.Equal(texts[number], talk.TextOf(await talk.HearTurnAsync(number)));
        }

        var finals = talk.Told.Events.OfType<AgentEvent.UserText>().Where(static text => text.IsFinal).ToList();
        Assert.Equal(["The first thing I say.", "The second thing I say.", "The first thing I say."], finals.Select(static f => f.Text));
        Assert.Equal(3, finals.Select(static text => text.ItemId).Distinct().Count());
    }

    [Fact]
    public async Task TurnsAudio_EndsWithItsGenerationThoughGeminiWaitsUntilItWasHeard()
    {
        var switches = GeminiTalk.Quick with { Script = new(null, [GeminiTalk.Reply("One.", 30)]), WaitsForPlayback = true };
        await using var talk = await GeminiTalk.ReadyAsync(switches);

        talk.Speak();

        Assert.Equal(30, talk.DurationOf(await talk.HearTurnAsync()), 3);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Turn_WhoseEndIsToldOtherwise_EndsOnce(bool combines, bool forgets)
    {
        var switches = GeminiTalk.Quick with { CombinesMessages = combines, ForgetsGenerationComplete = forgets };
        await using var talk = await GeminiTalk.ReadyAsync(switches);

        talk.Speak();
        await talk.HearTurnAsync();
        talk.Speak();
        var second = await talk.HearTurnAsync(1);

        Assert.Equal(1, talk.DurationOf(second), 3);
        Assert.Equal("Two.", talk.TextOf(second));
        Assert.Equal(2, talk.Told.Events.OfType<AgentEvent.TurnAudioEnded>().Count());
    }

    [Fact]
    public async Task Texts_ThatComeLate_BelongToTheirTurns()
    {
        await using var talk = await GeminiTalk.ReadyAsync(GeminiTalk.Quick with { TranscribesLate = true });

        talk.Speak();
        var turn = await talk.HearTurnAsync();
        await talk.Told.WaitUntilAsync(() => talk.TextOf(turn) == "One.", "the late text");

        Assert.Single(talk.Told.Events.OfType<AgentEvent.TurnStarted>());
    }

    [Fact]
    public async Task Turn_WithoutAudio_HasItsText()
    {
        var switches = GeminiTalk.Quick with { Script = new(null, [new() { Text = "Silence.", Audio = ReplyAudio.None }]) };
        await using var talk = await GeminiTalk.ReadyAsync(switches);

        talk.Speak();

        Assert.Equal("Silence.", talk.TextOf(await talk.HearTurnAsync()));
    }

    [Fact]
    public async Task Transcription_TurnedOff_LeavesNoTexts()
    {
        await using var talk = await GeminiTalk.ReadyAsync(settings: """{"transcription": {"user": false, "agent": false}}""");

        talk.Speak();
        await talk.HearTurnAsync();

        Assert.DoesNotContain(talk.Told.Events, static e => e is AgentEvent.UserText or AgentEvent.AgentText);
    }

    [Fact]
    public async Task Members_ThatNobodyKnows_PassAndDisturbNothing()
    {
        await using var talk = await GeminiTalk.ReadyAsync(GeminiTalk.Quick with { SendsUnknownMembers = true });

        talk.Speak();
        await talk.HearTurnAsync();

        Assert.Contains(talk.Told.Events, static e => e is AgentEvent.Raw { Type: "somethingNew" });
        Assert.DoesNotContain(talk.Told.Events, static e => e is AgentEvent.Warning);
    }

    [Fact]
    public async Task Usage_Told_IsPassedOn()
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        talk.Speak();

        Assert.Equal(new AgentEvent.Usage(10, 20), await talk.Told.WaitAsync<AgentEvent.Usage>());
    }

    [Fact]
    public async Task Audio_OfAnotherRate_EndsTheConversationRatherThanSoundWrong()
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        talk.Peer.SendText(
            """{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=48000","data":"AAAA"}}]}}}""");
        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.Misconfigured, "audio-format"), (closed.Kind, closed.Code));
    }

    [Fact]
    public async Task UserText_OnAModelThatTakesContents_IsSentAsOne()
    {
        await using var talk = await GeminiTalk.ReadyAsync(settings: GeminiTalk.TakesContents);

        Assert.Equal(SendResult.Accepted, talk.Connection.AddContext("The user is at home.", null));
        Assert.Equal(SendResult.Accepted, talk.Connection.SendUserText("Hello?"));
        await talk.HearTurnAsync();

        Assert.Equal(["user: The user is at home.", "user: Hello?", "model: One."], talk.Memory());
    }

    [Fact]
    public async Task ContextNote_WhileTheAgentSpeaks_WaitsForItsEnd()
    {
        var switches = GeminiTalk.Interruptible with { Script = new(null, [GeminiTalk.Reply("A story.", 2)]) };
        await using var talk = await GeminiTalk.ReadyAsync(switches, GeminiTalk.TakesContents);
        talk.Speak();
        await talk.HearAsync(0.3);

        talk.Connection.AddContext("An old note.", "place");
        talk.Connection.AddContext("A new note.", "place");
        await talk.HearTurnAsync();
        await GeminiTalk.UntilAsync(() => talk.Memory().Contains("user: A new note."));

        Assert.Equal(2, talk.DurationOf(new(1)), 3);
        Assert.DoesNotContain("user: An old note.", talk.Memory());
        Assert.DoesNotContain(talk.Told.Events, static e => e is AgentEvent.Interrupted);
    }

    [Fact]
    public async Task TurnsMarkedByTheClient_AreAnswered()
    {
        await using var talk = await GeminiTalk.ReadyAsync(settings: """{"turnDetection": {"automatic": false}}""");
        using var start = JsonDocument.Parse("""{"activityStart": {}}""");
        using var end = JsonDocument.Parse("""{"activityEnd": {}}""");
        using var nothing = JsonDocument.Parse("""{"video": {}}""");

        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("realtimeInput", start.RootElement));
        talk.BeginToSpeak();
        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("realtimeInput", end.RootElement));

        Assert.Equal("One.", talk.TextOf(await talk.HearTurnAsync()));
        Assert.Equal(SendResult.Invalid, talk.Connection.SendRaw("realtimeInput", nothing.RootElement));
        Assert.Equal(SendResult.NotSupported, talk.Connection.SendRaw("setup", nothing.RootElement));
    }

    [Fact]
    public async Task Say_IsSaid()
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        Assert.Equal(SendResult.Accepted, talk.Connection.Say("Exactly this."));

        Assert.Equal("Exactly this.", talk.TextOf(await talk.HearTurnAsync()));
    }
}
