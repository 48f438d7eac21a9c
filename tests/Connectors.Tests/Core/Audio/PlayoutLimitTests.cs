using Connectors.Core.Audio;

namespace Connectors.Tests.Core.Audio;

public sealed class PlayoutLimitTests
{
    [Fact]
    public void Audio_BeyondTheLimit_LosesTheTurnsTailAndWarnsOnce()
    {
        using var room = new PlayoutRoom(new() { ByteLimit = 480_000 });
        room.Append(1, 20_000);
        room.Append(1, 5_000);
        Assert.InRange(room.Playout.HeldBytes, 470_000, 480_000);
        Assert.Equal(TimeSpan.FromSeconds(15), room.Playout.DroppedTail);
        room.Pass(8_000);
        room.Append(1, 100);
        room.Playout.End(1);
        room.Append(2, 500);
        room.Playout.End(2);
        room.Pass(20_000);
        Assert.Equal(1, Assert.Single(room.Of(PlayoutStepKind.TailDropped)).Turn);
        Assert.Equal(10_000 * 24, room.Spoken[1].Count);
        Assert.Equal(500 * 24, room.Spoken[2].Count);
        Assert.Equal(TimeSpan.FromMilliseconds(15_100), room.Playout.DroppedTail);
    }

    [Fact]
    public void NodeBudget_UsedUpByAnother_DropsTheTailAndIsGivenBack()
    {
        var budget = new NodeAudioBudget(AudioBlock.Bytes * 10);
        using var first = new PlayoutRoom(budget: budget);
        first.Append(1, 1_500);
        using (var second = new PlayoutRoom(budget: budget))
        {
            second.Append(1, 2_000);
            second.Playout.End(1);
            Assert.Equal(TimeSpan.FromMilliseconds(1_600), second.Playout.DroppedTail);
            second.Pass(10_000);
            Assert.Equal([PlayoutStepKind.TailDropped, PlayoutStepKind.Speak, PlayoutStepKind.EndSpeech, PlayoutStepKind.Heard],
                second.Steps.Select(step => step.Kind));
            second.Append(2, 100);
        }

        Assert.Equal(8 * AudioBlock.Bytes, budget.Used);
        first.Dispose();
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Dispose_WithAudioHeld_RefusesWhatFollows()
    {
        var room = new PlayoutRoom();
        room.Append(1, 1_000);
        room.Dispose();
        room.Append(2, 1_000);
        Assert.Equal(0, room.Playout.HeldBytes);
        Assert.Empty(room.Run());
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Refused);
    }

    [Fact]
    public void Turns_MoreThanTheLimit_AreRefused()
    {
        using var room = new PlayoutRoom(new() { TurnLimit = 3 });
        for (var turn = 1; turn <= 4; turn++)
        {
            room.Playout.Begin(turn);
        }

        room.Append(4, 1_000);
        Assert.Equal(TimeSpan.FromSeconds(1), room.Playout.Refused);
    }

    [Fact]
    public void Options_OutOfRange_AreAllNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => new PlayoutRoom(new() { Chunk = TimeSpan.Zero, ByteLimit = 1 }));
        Assert.Contains("Chunk", error.Message, StringComparison.Ordinal);
        Assert.Contains("ByteLimit", error.Message, StringComparison.Ordinal);
    }
}
