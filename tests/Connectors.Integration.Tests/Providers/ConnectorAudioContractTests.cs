using Connectors.Audio;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers;

/// <summary>What every connector promises about audio and turns.</summary>
public sealed class ConnectorAudioContractTests
{
    public static TheoryData<string> Connectors => ConnectorCases.Names;

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task UserAudio_Sent_ArrivesBitExactlyAndInOrder(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        var format = stage.Ready.InputFormat;
        var audio = Noise((int)format.BytesOf(TimeSpan.FromMilliseconds(900)), seed: 1);

        foreach (var frame in audio.Chunk((int)format.BytesOf(TimeSpan.FromMilliseconds(20))))
        {
            Assert.Equal(SendResult.Accepted, stage.Connection.SendAudio(frame));
        }

        Assert.Equal(audio, await stage.FarSide.UserAudioAsync(audio.Length));
        Assert.Equal(TimeSpan.Zero, stage.Connection.DroppedAudio);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task UserAudio_WithHalfASample_IsInvalid(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        var expected = stage.Ready.InputFormat.Encoding == AudioEncoding.Pcm16 ? SendResult.Invalid : SendResult.Accepted;

        Assert.Equal(expected, stage.Connection.SendAudio(new byte[641]));
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task AgentAudio_InOddPieces_SurvivesBitExactlyInOneTurn(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        byte[][] pieces = [Noise(1, 1), Noise(3_001, 2), Noise(40_000, 3), Noise(7, 4), Noise(99_999, 5)];

        await stage.FarSide.SpeakAsync(pieces);
        await stage.Listener.WaitForAudioAsync(pieces.Sum(piece => piece.Length));

        var turn = Assert.Single(stage.Listener.Told.Where(told => told.Event is null).Select(told => told.Turn).Distinct());
        Assert.Equal(pieces.SelectMany(piece => piece), stage.Listener.AudioOf(turn));
        if (stage.Ready.Capabilities.MarksTurnEnd)
        {
            Assert.Equal(turn, (await stage.Listener.WaitAsync<AgentEvent.TurnAudioEnded>()).Turn);
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Turns_OneAfterAnother_HaveGrowingIds(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        for (var number = 1; number <= 3; number++)
        {
            await stage.FarSide.SpeakAsync(Noise(5_001, number), Noise(5_001, number));
            await stage.Listener.WaitForAudioAsync(number * 10_002);
        }

        var turns = stage.Listener.Events.OfType<AgentEvent.TurnStarted>().Select(started => started.Turn).ToList();
        Assert.Equal(3, turns.Count);
        Assert.Equal(turns.Order(), turns);
        Assert.Equal(3, turns.Distinct().Count());
        Assert.All(turns, turn => Assert.Equal(10_002, stage.Listener.AudioOf(turn).Length));
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Interruption_WithLateAudio_KeepsItFromTheHostAndTheNextTurnIsHeard(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        if (stage.Ready.Capabilities.InterruptionSignal == InterruptionSignal.None)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => stage.FarSide.InterruptAsync([]));
            return;
        }

        for (var round = 0; round < 10; round++)
        {
            var heard = stage.Listener.Told.Sum(told => told.Audio.Length);
            await stage.FarSide.BeginSpeakingAsync(Noise(4_001, round));
            await stage.Listener.WaitForAudioAsync(heard + 4_001);
            await stage.FarSide.InterruptAsync(Noise(2_001, round));
            var interrupted = await stage.Listener.WaitAsync<AgentEvent.Interrupted>(round);
            Assert.True(interrupted.Turn > default(TurnId));
            await stage.FarSide.SpeakAsync(Noise(3_001, round));
            await stage.Listener.WaitForAudioAsync(heard + 7_002);

            var told = stage.Listener.Told;
            var after = told.SkipWhile(entry => !ReferenceEquals(entry.Event, interrupted)).ToList();
            Assert.DoesNotContain(after, entry => entry.Event is null && entry.Turn <= interrupted.Turn);
            Assert.Equal(heard + 7_002, told.Sum(entry => entry.Audio.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Agent_ThatHangsUp_IsHeardToItsLastByteBeforeTheClose(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);

        await stage.FarSide.SpeakAsync(Noise(60_001, 1), Noise(60_001, 2));
        await stage.FarSide.HangUpAsync();
        var closed = await stage.Listener.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.EndedByAgent, false), (closed.Kind, closed.Retryable));
        Assert.Equal(120_002, stage.Listener.Told.Sum(told => told.Audio.Length));
    }

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
