using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.OpenAI;

public sealed class OpenAITurnTests
{
    private const string Transcription = "conversation.item.input_audio_transcription";

    [Fact]
    public async Task Turn_SpokenByTheUser_IsAnsweredInOrder()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Speak();
        var final = await talk.NextAsync<AgentEvent.UserText>(static text => text.IsFinal);

        var turn = new TurnId(1);
        Assert.Equal(1, talk.DurationOf(turn).TotalSeconds, 3);
        Assert.True(talk.ToneOf(turn, OpenAITalk.AgentTone) > 7_000);
        Assert.Equal(
            [
                nameof(AgentEvent.UserSpeechStarted), nameof(AgentEvent.UserSpeechStopped), nameof(AgentEvent.TurnStarted),
                nameof(AgentEvent.TurnAudioEnded), nameof(AgentEvent.Usage), nameof(AgentEvent.UserText), nameof(AgentEvent.UserText),
                nameof(AgentEvent.UserText),
            ],
            talk.Seen.Where(static e => e is not (AgentEvent.Ready or AgentEvent.Raw or AgentEvent.AgentText)).Select(static e => $"{e}"));
        Assert.Equal(OpenAITalk.Quick.UserTexts[0], final.Text);
        Assert.Single(talk.Seen.OfType<AgentEvent.UserText>().Select(static text => text.ItemId).Distinct());
        Assert.Equal("One.", string.Concat(talk.Seen.OfType<AgentEvent.AgentText>()
            .Where(static text => text.Kind == AgentTextKind.Delta).Select(static text => text.Text)));
        Assert.Equal("One.", talk.Seen.OfType<AgentEvent.AgentText>().Single(static text => text.Kind == AgentTextKind.Full).Text);
        Assert.Equal(new AgentEvent.Usage(10, 20), talk.Seen.OfType<AgentEvent.Usage>().Single());
    }

    [Fact]
    public async Task Turn_WithoutTranscription_HasNoTextOfTheUser()
    {
        await using var talk = await OpenAITalk.OpenAsync(settings: """{"transcription": {"enabled": false}}""");

        talk.Speak();
        await talk.NextRawAsync("response.done");
        talk.Speak();
        await talk.NextRawAsync("response.done");

        Assert.Empty(talk.Seen.OfType<AgentEvent.UserText>());
        Assert.Equal(TranscriptKind.None, talk.Seen.OfType<AgentEvent.Ready>().Single().Capabilities.UserTranscript);
    }

    [Fact]
    public async Task Turn_WhoseTranscriptionFails_IsAnsweredAllTheSame()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Quick with { TranscriptionFails = true });

        talk.Speak();

        Assert.Equal("transcription-failed", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        Assert.Equal(1, talk.DurationOf(new(1)).TotalSeconds, 3);
    }

    [Fact]
    public async Task UserText_BetweenTurns_IsAnswered()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        Assert.Equal(SendResult.Accepted, talk.Connection.SendUserText("Hello!"));
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Equal(["user: Hello!", "assistant: One."], talk.Peer.Session.Memory);
        Assert.Equal(["session.update", "conversation.item.create", "response.create"], talk.Sent);
    }

    [Fact]
    public async Task UserText_DuringAResponse_InterruptsItAndIsThenAnswered()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible);
        talk.Speak();
        var turn = await talk.HeardAsync(1);

        Assert.Equal(SendResult.Accepted, talk.Connection.SendUserText("Stop, tell me this."));
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();
        talk.Report(interrupted.Turn, 0.5, PlayoutOutcome.Interrupted);
        var answer = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal(turn, interrupted.Turn);
        Assert.Equal("An answer.", answer.Text);
        Assert.Equal(1, talk.Sent.Count(static type => type == "response.cancel"));
        Assert.Equal(1, talk.Sent.Count(static type => type == "response.create"));
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Warning);
    }

    [Fact]
    public async Task UserText_RacingWithAResponseOfTheServer_IsAskedForAgainOnceThatIsOver()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible with { AnswersTextItself = true });

        talk.Connection.SendUserText("Hello!");
        await talk.NextAsync<AgentEvent.AgentText>(static text => text is { Kind: AgentTextKind.Full, Text: "A long story." });
        await talk.NextAsync<AgentEvent.AgentText>(static text => text is { Kind: AgentTextKind.Full, Text: "An answer." });

        Assert.Contains(talk.Seen, static e => e is AgentEvent.Raw { Type: "error" });
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Warning or AgentEvent.Closed);
    }

    [Fact]
    public async Task Say_WhileTheAgentSpeaks_WaitsForItsTurn()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible, """{"instructions": "Be brief."}""");
        talk.Speak();
        await talk.HeardAsync(1);

        Assert.Equal(SendResult.Accepted, talk.Connection.Say("A word from our house."));
        var first = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);
        var second = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal(("A long story.", "A word from our house."), (first.Text, second.Text));
        Assert.True(second.Turn > first.Turn);
        var asked = talk.Peer.Session.Received.Single(static e => (string?)e["type"] == "response.create");
        Assert.StartsWith("Be brief.", (string?)asked["response"]!["instructions"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_WhileTheUserSpeaks_WaitsForTheAnswer()
    {
        await using var talk = await OpenAITalk.OpenAsync();
        talk.BeginToSpeak();
        await talk.NextAsync<AgentEvent.UserSpeechStarted>();

        talk.Connection.Say("By the way.");
        talk.Speak();
        var first = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);
        var second = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal(("One.", "By the way."), (first.Text, second.Text));
    }

    [Fact]
    public async Task Say_WhileTheUsersAudioIsThrownAway_IsSaid()
    {
        await using var talk = await OpenAITalk.OpenAsync();
        talk.BeginToSpeak();
        await talk.NextAsync<AgentEvent.UserSpeechStarted>();

        talk.Connection.SendRaw("input_audio_buffer.clear", default);
        talk.Connection.Say("By the way.");

        Assert.Equal("By the way.", (await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full)).Text);
    }

    [Fact]
    public async Task UserText_WhileTheLastTurnIsStillPlayedOut_InterruptsIt()
    {
        await using var talk = await OpenAITalk.OpenAsync();
        talk.Speak();
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();
        await talk.NextRawAsync("response.done");

        talk.Connection.SendUserText("Now this.");
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();
        var answer = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal(ended.Turn, interrupted.Turn);
        Assert.True(answer.Turn > interrupted.Turn);
        Assert.DoesNotContain("response.cancel", talk.Sent);
    }

    [Fact]
    public async Task ContextNote_WithAKeyUsedBefore_TakesTheOthersPlace()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        Assert.Equal(SendResult.Accepted, talk.Connection.AddContext("The page is A.", "page"));
        Assert.Equal(SendResult.Accepted, talk.Connection.AddContext("The user is tall.", null));
        Assert.Equal(SendResult.Accepted, talk.Connection.AddContext("The page is B.", "page"));
        await talk.NextRawAsync("conversation.item.deleted");

        Assert.Equal(["system: The user is tall.", "system: The page is B."], talk.Peer.Session.Memory);
        Assert.DoesNotContain("response.create", talk.Sent);
    }

    [Theory]
    [InlineData("server_error", "response-failed")]
    [InlineData("rate_limit_exceeded", "rate-limited")]
    public async Task Response_ThatFails_IsAWarningAndAnEndedTurn(string code, string warning)
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Quick with { ResponseFaults = [("failed", code)] });

        talk.Speak();
        Assert.Equal(warning, (await talk.NextAsync<AgentEvent.Warning>()).Code);
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();
        talk.Speak();
        var next = await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Empty(talk.AudioOf(ended.Turn));
        Assert.Equal(1, talk.DurationOf(next.Turn).TotalSeconds, 3);
    }

    [Fact]
    public async Task Response_ThatFailsForLackOfQuota_EndsTheConversation()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Quick with { ResponseFaults = [("failed", "insufficient_quota")] });

        talk.Speak();
        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.QuotaExceeded, false), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Response_CutShortByALimit_IsAWarning()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Quick with { ResponseFaults = [("incomplete", "max_output_tokens")] });

        talk.Speak();
        var warning = await talk.NextAsync<AgentEvent.Warning>();

        Assert.Equal("response-incomplete", warning.Code);
        Assert.Contains("max_output_tokens", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManualTurns_ByRawMessages_AreCommittedBehindTheirAudio()
    {
        await using var talk = await OpenAITalk.OpenAsync(settings: """{"turnDetection": {"type": "none"}}""");

        talk.Speak();
        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("input_audio_buffer.commit", default));
        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("response.create", default));
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Equal(["user: The first thing I say.", "assistant: One."], talk.Peer.Session.Memory);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Raw { Type: "error" } or AgentEvent.UserSpeechStarted);
        Assert.Equal(InterruptionSignal.None, talk.Seen.OfType<AgentEvent.Ready>().Single().Capabilities.InterruptionSignal);
    }

    [Fact]
    public async Task Commit_OfNothing_IsARaceThatIsIgnored()
    {
        await using var talk = await OpenAITalk.OpenAsync(settings: """{"turnDetection": {"type": "none"}}""");

        talk.Connection.SendRaw("input_audio_buffer.commit", default);
        await talk.NextRawAsync("error");
        talk.Connection.SendUserText("Hello!");
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Warning);
    }

    [Theory]
    [InlineData("session.update", """{"session": {"type": "realtime"}}""", SendResult.NotSupported)]
    [InlineData("conversation.item.truncate", "{}", SendResult.NotSupported)]
    [InlineData("response.create", """{"response": {"conversation": "none"}}""", SendResult.Invalid)]
    [InlineData("conversation.item.create", """{"item": {"type": "function_call_output"}}""", SendResult.Invalid)]
    [InlineData("conversation.item.create", """{"item": {"type": "message", "role": "system", "content": []}}""", SendResult.Accepted)]
    public async Task RawMessage_OfAClient_PassesOnlyIfItsTypeIsAllowed(string type, string json, SendResult result)
    {
        await using var talk = await OpenAITalk.OpenAsync();

        Assert.Equal(result, talk.Connection.SendRaw(type, JsonSerializer.Deserialize<JsonElement>(json)));
    }

    [Fact]
    public async Task RawEvents_OfTheServer_PassButForAudioAndTheTenantsSession()
    {
        await using var talk = await OpenAITalk.OpenAsync(
            OpenAITalk.Quick with { SendsUnknownEvents = true }, """{"instructions": "secret prompt"}""");

        talk.Speak();
        await talk.NextRawAsync($"{Transcription}.completed");

        var raws = talk.Seen.OfType<AgentEvent.Raw>().ToList();
        Assert.Contains(raws, static raw => raw.Type == "response.something_new");
        Assert.DoesNotContain(raws, static raw => raw.Type is "response.output_audio.delta" or "session.created" or "session.updated");
        foreach (var raw in raws)
        {
            using var json = JsonDocument.Parse(raw.Json);
            Assert.False(json.RootElement.TryGetProperty("type", out _));
            Assert.True(json.RootElement.TryGetProperty("event_id", out _));
            Assert.DoesNotContain("secret prompt", json.RootElement.GetRawText(), StringComparison.Ordinal);
        }
    }
}
