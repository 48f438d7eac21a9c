using Connectors.Audio;
using Connectors.Events;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

public sealed class ElevenLabsTurnTests
{
    private static readonly string LongText = new('x', 200);

    [Theory]
    [InlineData(false, "pcm_16000")]
    [InlineData(true, "pcm_24000")]
    [InlineData(true, "ulaw_8000")]
    public async Task Greeting_InABurstOfOddPieces_IsOneTurnBitExactly(bool audioBeforeText, string format)
    {
        var behaviour = ElevenLabsStage.Talker with { AudioBeforeText = audioBeforeText, OutputFormat = format };
        var (stage, _) = await ElevenLabsStage.OpenAsync(behaviour);
        await using var ending = stage;

        var ended = await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>();
        var text = await stage.Listener.WaitAsync<AgentEvent.AgentText>();

        Assert.Equal(new TurnId(1), ended.Turn);
        Assert.Equal((new TurnId(1), "Hello there.", AgentTextKind.Full), (text.Turn, text.Text, text.Kind));
        Assert.Equal(await AudioAsync(behaviour, "Hello there."), stage.Listener.AudioOf(ended.Turn));
        Assert.Single(stage.Listener.Events.OfType<AgentEvent.TurnStarted>());
        Assert.Contains(stage.Listener.Told, told => told.Audio.Length % 2 == 1);
    }

    [Fact]
    public async Task User_WhoSpeaks_IsUnderstoodAndAnswered()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Waiter);
        await using var ending = stage;
        await stage.TalkAsync(connection);

        var interim = await stage.Listener.WaitAsync<AgentEvent.UserText>(text => !text.IsFinal);
        var final = await stage.Listener.WaitAsync<AgentEvent.UserText>(text => text.IsFinal);
        var answer = await stage.Listener.WaitAsync<AgentEvent.AgentText>();

        Assert.Equal(("first words", interim.ItemId), (final.Text, final.ItemId));
        Assert.Equal("One.", answer.Text);
        await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>();
        await stage.TalkAsync(connection);
        var second = await stage.Listener.WaitAsync<AgentEvent.UserText>(text => text.IsFinal, 1);
        Assert.NotEqual(final.ItemId, second.ItemId);
        Assert.Equal("second words", second.Text);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public async Task User_WhoInterruptsBySpeaking_StopsTheTurnAndTheAnswerIsHeard(bool namesFreshId, int stragglers)
    {
        var behaviour = ElevenLabsStage.Talker with
        {
            Script = new(new() { Text = LongText }, [new() { Text = "Answer." }]),
            Interruptions = new() { NamesFreshId = namesFreshId, Stragglers = stragglers },
        };
        var (stage, connection) = await ElevenLabsStage.OpenAsync(behaviour);
        await using var ending = stage;
        await stage.Listener.WaitForAudioAsync(10_000);

        await stage.TalkAsync(connection);
        var interrupted = await stage.Listener.WaitAsync<AgentEvent.Interrupted>();
        var answered = await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>(ended => ended.Turn > interrupted.Turn);

        Assert.Equal(new TurnId(1), interrupted.Turn);
        Assert.Equal(await AudioAsync(behaviour, "Answer."), stage.Listener.AudioOf(answered.Turn));
        AssertNothingOfTheOldTurnAfter(stage, interrupted);
        var correction = await stage.Listener.WaitAsync<AgentEvent.AgentText>(text => text.Kind == AgentTextKind.Correction);
        Assert.Equal(new TurnId(1), correction.Turn);
        Assert.StartsWith(correction.Text, LongText, StringComparison.Ordinal);
        Assert.NotEqual(LongText, correction.Text);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task User_WhoInterruptsByWriting_HearsTheWholeAnswerWhateverItsId(bool namesFreshId, bool sharesId)
    {
        var behaviour = ElevenLabsStage.Talker with
        {
            Script = new(new() { Text = LongText }, [new() { Text = "Answer." }]),
            Interruptions = new() { NamesFreshId = namesFreshId, ReplySharesId = sharesId },
        };
        var (stage, connection) = await ElevenLabsStage.OpenAsync(behaviour);
        await using var ending = stage;
        await stage.Listener.WaitForAudioAsync(10_000);

        Assert.Equal(SendResult.Accepted, connection.SendUserText("stop"));
        var interrupted = await stage.Listener.WaitAsync<AgentEvent.Interrupted>();
        var answered = await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>(ended => ended.Turn > interrupted.Turn);

        Assert.Equal(await AudioAsync(behaviour, "Answer."), stage.Listener.AudioOf(answered.Turn));
        Assert.Equal(new TurnId(2), answered.Turn);
        AssertNothingOfTheOldTurnAfter(stage, interrupted);
    }

    [Fact]
    public async Task User_WhoInterruptsAgainAndAgain_IsAlwaysAnswered()
    {
        var behaviour = ElevenLabsStage.Waiter with
        {
            Script = new(Greeting: null, [new() { Text = LongText }]),
            Interruptions = new() { ReplySharesId = true },
        };
        var (stage, connection) = await ElevenLabsStage.OpenAsync(behaviour);
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        for (var round = 0; round < 30; round++)
        {
            connection.SendUserText("go on");
            var started = await stage.Listener.WaitAsync<AgentEvent.TurnStarted>(round);
            await stage.Listener.WaitUntilAsync(() => stage.Listener.AudioOf(started.Turn).Length > 0, $"audio of turn {started.Turn}");
        }

        Assert.Equal(29, stage.Listener.Events.OfType<AgentEvent.Interrupted>().Count());
    }

    [Fact]
    public async Task Agent_WhoseOwnerDidNotTickInterruption_CannotBeInterrupted()
    {
        var behaviour = ElevenLabsStage.Talker with
        {
            Script = new(new() { Text = LongText }, [new() { Text = "Answer." }]),
            ClientEvents = ["audio", "agent_response", "user_transcript"],
        };
        var (stage, connection) = await ElevenLabsStage.OpenAsync(behaviour);
        await using var ending = stage;
        await stage.Listener.WaitForAudioAsync(10_000);

        await stage.TalkAsync(connection);
        await stage.Listener.WaitAsync<AgentEvent.AgentText>(text => text.Text == "Answer.");

        Assert.Empty(stage.Listener.Events.OfType<AgentEvent.Interrupted>());
        Assert.Equal(await AudioAsync(behaviour, LongText), stage.Listener.AudioOf(new(1)));
    }

    [Fact]
    public async Task Turn_WithoutAudio_HasItsTextAndItsEnd()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Waiter with
        {
            Script = new(Greeting: null, [new() { Text = "Silent.", Audio = ReplyAudio.None }, new() { Text = "Loud." }]),
        });
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        connection.SendUserText("one");
        var silent = await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>();
        connection.SendUserText("two");
        var loud = await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>(1);

        Assert.Empty(stage.Listener.AudioOf(silent.Turn));
        Assert.NotEmpty(stage.Listener.AudioOf(loud.Turn));
        Assert.True(silent.Turn < loud.Turn);
    }

    [Fact]
    public async Task Text_InParts_ComesAsDeltasAndWhole()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with
        {
            ClientEvents = ["audio", "agent_chat_response_part", "agent_response"],
        });
        await using var ending = stage;

        var whole = await stage.Listener.WaitAsync<AgentEvent.AgentText>(text => text.Kind == AgentTextKind.Full);
        var parts = stage.Listener.Events.OfType<AgentEvent.AgentText>().Where(text => text.Kind == AgentTextKind.Delta);

        Assert.Equal("Hello there.", string.Concat(parts.Select(part => part.Text)));
        Assert.Equal("Hello there.", whole.Text);
    }

    [Fact]
    public async Task Agent_ThatHangsUpAtOnce_IsHeardToTheEnd()
    {
        var behaviour = ElevenLabsStage.Talker with { Script = new(new() { Text = LongText, HangUp = true }, [new() { Text = "x" }]) };
        var (stage, _) = await ElevenLabsStage.OpenAsync(behaviour);
        await using var ending = stage;

        var closed = await stage.ClosedAsync();

        Assert.Equal((CloseKind.EndedByAgent, false), (closed.Kind, closed.Retryable));
        Assert.Equal(await AudioAsync(behaviour, LongText), stage.Listener.AudioOf(new(1)));
    }

    private static void AssertNothingOfTheOldTurnAfter(ElevenLabsStage stage, AgentEvent.Interrupted interrupted)
    {
        var after = stage.Listener.Told.SkipWhile(told => !ReferenceEquals(told.Event, interrupted));
        Assert.DoesNotContain(after, told => told.Event is null && told.Turn <= interrupted.Turn);
    }

    private static async Task<byte[]> AudioAsync(ElevenLabsBehaviour behaviour, string text)
    {
        Assert.True(AudioFormat.TryParse(behaviour.OutputFormat, out var format));
        var samples = await behaviour.Voice.SpeakAsync(text, format.SampleRate, TestContext.Current.CancellationToken);
        return SampleCoding.Encode(samples, format);
    }
}
