using System.Runtime.InteropServices;
using Connectors.Core.Bridging;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Bridging;

/// <summary>What is said in a session without an agent.</summary>
public sealed class BroadcastTests
{
    private readonly BridgeRig _rig = new();

    [Fact]
    public void Say_ThatIsWhole_IsHeardToItsEndAndTold()
    {
        _rig.Start(withAgent: false);

        Assert.True(Say("a", 1_000, 2).IsAccepted);
        _rig.PassSeconds(4);

        Assert.Equal(2, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.Equal(new SessionEvent.SayQueued("a", 1), Assert.Single(_rig.Seen<SessionEvent.SayQueued>()));
        var ended = Assert.Single(_rig.Seen<SessionEvent.SayEnded>());
        Assert.Equal(("a", 1, "finished", 2.0), (ended.SayId, ended.Turn, ended.Outcome, ended.Received.TotalSeconds));
        Assert.Equal(2, ended.Heard.TotalSeconds, 0.05);
        Assert.Equal([1L], _rig.Seen<SessionEvent.AvatarSpeechStarted>().Select(e => e.Turn));
        Assert.Equal(2, Assert.Single(_rig.Seen<SessionEvent.TurnEnded>()).Figures.Received.TotalSeconds);
    }

    [Fact]
    public void Say_BehindAnother_WaitsForItsTurn()
    {
        _rig.Start(withAgent: false);

        Say("a", 1_000, 1);
        Say("b", 2_000, 1);
        _rig.PassSeconds(5);

        Assert.Equal([1_000, 2_000], _rig.Avatars.Heard.Where(run => run.Value != 0).Select(run => (int)run.Value));
        Assert.Equal(["a", "b"], _rig.Seen<SessionEvent.SayEnded>().Select(e => e.SayId));
        Assert.All(_rig.Seen<SessionEvent.SayEnded>(), ended => Assert.Equal("finished", ended.Outcome));
    }

    [Fact]
    public void Say_ThatReplaces_SilencesWhatIsSaidAndWhatWaits()
    {
        _rig.Start(withAgent: false);
        Say("a", 1_000, 5);
        Say("b", 2_000, 1);
        _rig.PassSeconds(2);

        Assert.True(Say("c", 3_000, 1, replaces: true).IsAccepted);
        _rig.PassSeconds(4);

        Assert.True(_rig.Avatars.HeardOf(1_000).TotalSeconds < 2.1);
        Assert.Equal(TimeSpan.Zero, _rig.Avatars.HeardOf(2_000));
        Assert.Equal(1, _rig.Avatars.HeardOf(3_000).TotalSeconds, 0.05);
        Assert.Equal(
            [("a", "replaced"), ("b", "replaced"), ("c", "finished")],
            _rig.Seen<SessionEvent.SayEnded>().Select(e => (e.SayId, e.Outcome)));
    }

    [Fact]
    public void Say_ThatIsInterruptedWhileItComesIn_TakesNoMore()
    {
        _rig.Start(withAgent: false);
        Piece("a", 1_000, 1, begins: true, ends: false);
        _rig.PassSeconds(1);

        Command(new RoomCommand.Interrupt(null));
        var rest = Piece("a", 1_000, 1, begins: false, ends: true);
        _rig.PassSeconds(3);

        Assert.Equal("interrupted", rest.Reason);
        Assert.True(_rig.Avatars.HeardOf(1_000).TotalSeconds < 1);
        Assert.Equal("interrupted", Assert.Single(_rig.Seen<SessionEvent.SayEnded>()).Outcome);
    }

    [Fact]
    public void Say_ReplacedWhileItComesIn_IsToldSo()
    {
        _rig.Start(withAgent: false);
        Piece("a", 1_000, 1, begins: true, ends: false);

        Assert.True(Say("b", 2_000, 1, replaces: true).IsAccepted);

        Assert.Equal("replaced", Piece("a", 1_000, 1, begins: false, ends: true).Reason);
    }

    [Fact]
    public void Say_WhileAnotherComesIn_IsToTryAgain_AndThenIsTaken()
    {
        _rig.Start(withAgent: false);
        Piece("a", 1_000, 1, begins: true, ends: false);

        Assert.Equal(SayOutcomes.Busy, Say("b", 2_000, 1).Reason);
        Piece("a", 1_000, 1, begins: false, ends: true);

        Assert.True(Say("b", 2_000, 1).IsAccepted);
        _rig.PassSeconds(6);
        Assert.Equal(2, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
    }

    [Fact]
    public void Say_WithPauses_IsOneSay()
    {
        _rig.Start(withAgent: false);
        Piece("a", 1_000, 1, begins: true, ends: false);
        _rig.PassSeconds(6);
        Assert.Empty(_rig.Seen<SessionEvent.SayEnded>());

        Piece("a", 1_000, 1, begins: false, ends: true);
        _rig.PassSeconds(4);

        Assert.Equal(2, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        var ended = Assert.Single(_rig.Seen<SessionEvent.SayEnded>());
        Assert.Equal(("finished", 2.0), (ended.Outcome, ended.Received.TotalSeconds));
        Assert.Equal(2, ended.Heard.TotalSeconds, 0.05);
    }

    [Fact]
    public void Say_WhoseSenderIsGone_EndsByItselfAndLetsOthersSpeak()
    {
        _rig.Start(withAgent: false);
        Piece("a", 1_000, 1, begins: true, ends: false);
        _rig.PassSeconds(21);

        Assert.Equal("finished", Assert.Single(_rig.Seen<SessionEvent.SayEnded>()).Outcome);
        Assert.Equal(SayOutcomes.Stalled, Piece("a", 1_000, 1, begins: false, ends: true).Reason);
        Assert.True(Say("b", 2_000, 1).IsAccepted);
    }

    [Fact]
    public void Say_OfMoreThanMayWait_IsToTryAgain_AndNothingOfItIsLost()
    {
        _rig.Start(withAgent: false);
        Assert.True(Piece("a", 1_000, 1, begins: true, ends: false).IsAccepted);
        var taken = 1;
        while (Piece("a", 1_000, 1, begins: false, ends: false) is { IsAccepted: true })
        {
            taken++;
            Assert.True(taken < 200);
        }

        Assert.Equal(SayOutcomes.Full, Piece("a", 1_000, 1, begins: false, ends: false).Reason);
        _rig.PassSeconds(3);
        Assert.True(Piece("a", 1_000, 1, begins: false, ends: true).IsAccepted);
        Assert.InRange(taken, 110, 125);
        _rig.PassSeconds(taken + 10);
        var ended = Assert.Single(_rig.Seen<SessionEvent.SayEnded>());
        Assert.Equal((taken + 1.0, taken + 1.0), (ended.Received.TotalSeconds, Math.Round(ended.Heard.TotalSeconds, 1)));
        Assert.Equal((taken + 1) * 48_000, _rig.Avatar.ChunkBytes.Sum());
    }

    [Fact]
    public void Say_LongerThanTheIdleLimit_KeepsTheSession()
    {
        _rig.Session = _rig.Session with { Limits = new() { Idle = TimeSpan.FromSeconds(60), NoUser = TimeSpan.FromMinutes(5) } };
        _rig.Start(withAgent: false);
        Say("a", 1_000, 100);

        _rig.PassSeconds(99);

        Assert.False(_rig.Bridge.Completion.IsCompleted);
        Assert.Empty(_rig.Stops);
    }

    [Fact]
    public void Say_WithItsText_IsInTheTranscriptAndOnThePage()
    {
        _rig.Start(withAgent: false);
        Command(new RoomCommand.SayAudio("a", Samples(1_000, 1), Begins: true, Ends: true) { Text = "Welcome." });
        _rig.PassSeconds(3);

        Assert.Equal("Welcome.", Assert.Single(_rig.Transcript!.Segments()).Text);
        Assert.Contains("avatar.transcription", _rig.Rooms.SentTypes);
    }

    [Fact]
    public void Say_WhereThereIsAnAgent_IsRefused()
    {
        _rig.StartTalking();

        Assert.Equal("has-agent", Say("a", 1_000, 1).Reason);
        Assert.Empty(_rig.Seen<SessionEvent.SayQueued>());
    }

    [Fact]
    public void Say_AfterATakeover_GoesOnCountingTurns()
    {
        _rig.Start(withAgent: false, new BridgeResumption(TimeSpan.FromMinutes(1), 7, null));

        Assert.Equal(SayOutcomes.Lost, Piece("a", 1_000, 1, begins: false, ends: true).Reason);
        Say("b", 1_000, 1);

        Assert.Equal(8, Assert.Single(_rig.Seen<SessionEvent.SayQueued>()).Turn);
    }

    private static byte[] Samples(short value, double seconds)
    {
        var samples = new short[(int)(24_000 * seconds)];
        Array.Fill(samples, value);
        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }

    private CommandOutcome Say(string id, short value, double seconds, bool replaces = false)
    {
        var outcome = CommandOutcome.Accepted;
        for (var at = 0; at < seconds && outcome.IsAccepted; at++)
        {
            outcome = Command(new RoomCommand.SayAudio(id, Samples(value, 1), Begins: at == 0, Ends: at + 1 >= seconds)
            {
                Replaces = replaces,
            });
        }

        return outcome;
    }

    private CommandOutcome Piece(string id, short value, double seconds, bool begins, bool ends) =>
        Command(new RoomCommand.SayAudio(id, Samples(value, seconds), begins, ends));

    private CommandOutcome Command(RoomCommand command)
    {
        var answer = new TaskCompletionSource<CommandOutcome>();
        _rig.Bridge.Post(new CommandRequest(command, answer));
        _rig.Bridge.Step();
        Assert.True(answer.Task.IsCompletedSuccessfully);
        return answer.Task.Result;
    }
}
