using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Tests.Core.Bridging;

public sealed class InterruptionTests
{
    private readonly BridgeRig _rig = new();

    [Fact]
    public void Provider_Interrupts_AvatarIsSilencedInTheSameStep()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(20));
        _rig.PassSeconds(5);
        _rig.Agent.Tell(new AgentEvent.Interrupted(turn));
        _rig.Bridge.Step();
        Assert.Equal("interrupt", _rig.Avatar.Commands[^1]);
        _rig.PassSeconds(5);
        Assert.Equal(4.85, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.1);
        Assert.Equal("avatar.speak_ended", _rig.Rooms.SentTypes.Last(type => type.StartsWith("avatar.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Provider_Interrupts_HeardIsReportedToTheAgent()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(20));
        _rig.PassSeconds(5);
        _rig.Agent.Tell(new AgentEvent.Interrupted(turn));
        _rig.PassSeconds(1);
        var report = Assert.Single(_rig.Agent.Playouts);
        Assert.Equal(PlayoutOutcome.Interrupted, report.Outcome);
        Assert.Equal(_rig.Avatars.HeardOf(1_000).TotalSeconds, report.Heard.TotalSeconds, 0.15);
        var interrupted = Assert.Single(_rig.Seen<SessionEvent.Interrupted>());
        Assert.Equal(InterruptionCause.Provider, interrupted.By);
        Assert.Equal(report.Heard, interrupted.Heard);
    }

    [Fact]
    public void OldTurn_AudioAfterItsInterruption_IsNeverHeard()
    {
        _rig.StartTalking();
        var turn = _rig.Agent.Begin();
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromSeconds(2));
        _rig.PassSeconds(1);
        _rig.Room.Command("""{"event_type":"avatar.interrupt"}""");
        _rig.Bridge.Step();
        var heard = _rig.Avatars.HeardOf(1_000);
        _rig.Agent.Say(turn, 1_000, TimeSpan.FromSeconds(5));
        _rig.Agent.Tell(new AgentEvent.TurnAudioEnded(turn));
        _rig.PassSeconds(3);
        Assert.Equal(heard, _rig.Avatars.HeardOf(1_000));
        Assert.Contains("interrupt", _rig.Agent.Calls);
    }

    [Fact]
    public void NewTurn_SentBeforeTheLoopLooked_SurvivesTheInterruptionOfTheOld()
    {
        _rig.StartTalking();
        var old = _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(20));
        _rig.PassSeconds(2);
        _rig.Agent.Tell(new AgentEvent.Interrupted(old));
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(2));
        _rig.PassSeconds(4);
        Assert.Equal(2, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
    }

    [Fact]
    public void Turns_InterruptedAtRandomMoments_NextIsAlwaysHeardWhole()
    {
        var random = new Random(7);
        _rig.StartTalking();
        for (short round = 1; round <= 200; round++)
        {
            var cut = _rig.Agent.Begin();
            _rig.Agent.Say(cut, (short)-round, TimeSpan.FromSeconds(1 + (6 * random.NextDouble())));
            if (random.Next(2) == 0)
            {
                _rig.Agent.Tell(new AgentEvent.TurnAudioEnded(cut));
            }

            _rig.PassSeconds(4 * random.NextDouble());
            InterruptBySomeone(random.Next(3), cut);
            _rig.PassSeconds(0.3 * random.NextDouble());
            _rig.Agent.Turn(round, TimeSpan.FromSeconds(0.7));
            _rig.PassSeconds(1.5);
            Assert.Equal(0.7, _rig.Avatars.HeardOf(round).TotalSeconds, 0.02);
        }
    }

    [Fact]
    public void Policy_Off_PlaysTheTurnToItsEnd()
    {
        _rig.Session = _rig.Session with { Interruptions = new(InterruptionMode.Off, TimeSpan.Zero, GreetingInterruptible: true) };
        _rig.StartTalking();
        var turn = _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(4));
        _rig.PassSeconds(1);
        _rig.Agent.Tell(new AgentEvent.Interrupted(turn));
        _rig.PassSeconds(5);
        Assert.Equal(4, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
    }

    [Fact]
    public void Greeting_NotInterruptible_IsPlayedToItsEnd()
    {
        _rig.Session = _rig.Session with { Interruptions = new(InterruptionMode.Immediate, TimeSpan.Zero, GreetingInterruptible: false) };
        _rig.StartTalking();
        var greeting = _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(3));
        _rig.PassSeconds(1);
        _rig.Agent.Tell(new AgentEvent.Interrupted(greeting));
        _rig.PassSeconds(4);
        Assert.Equal(3, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        var second = _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(3));
        _rig.PassSeconds(1);
        _rig.Agent.Tell(new AgentEvent.Interrupted(second));
        _rig.PassSeconds(4);
        Assert.InRange(_rig.Avatars.HeardOf(2_000).TotalSeconds, 0.5, 1.2);
    }

    [Theory]
    [InlineData(InterruptionMode.Immediate, 0, true)]
    [InlineData(InterruptionMode.After, 600, true)]
    [InlineData(InterruptionMode.After, 2_000, false)]
    [InlineData(InterruptionMode.Off, 0, false)]
    public void Detector_ProviderWithoutSignal_InterruptsByPolicy(InterruptionMode mode, int after, bool interrupts)
    {
        _rig.Connector.Capabilities = _rig.Connector.Capabilities with { InterruptionSignal = InterruptionSignal.None };
        _rig.Session = _rig.Session with { Interruptions = new(mode, TimeSpan.FromMilliseconds(after), GreetingInterruptible: true) };
        _rig.StartTalking();
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1), loud: false);
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(6));
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1), loud: false);
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1.2));
        _rig.SpeakAsUser(TimeSpan.FromSeconds(7), loud: false);
        Assert.Equal(interrupts, _rig.Avatar.Commands.Contains("interrupt"));
        Assert.Equal(interrupts, _rig.Avatars.HeardOf(1_000) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Detector_ProviderWithSignal_NeverInterrupts()
    {
        _rig.StartTalking();
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1), loud: false);
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(4));
        _rig.SpeakAsUser(TimeSpan.FromSeconds(2));
        _rig.SpeakAsUser(TimeSpan.FromSeconds(4), loud: false);
        Assert.DoesNotContain("interrupt", _rig.Avatar.Commands);
    }

    [Fact]
    public void HalfDuplex_WhileTheAvatarSpeaks_TheAgentHearsSilence()
    {
        _rig.Session = _rig.Session with { Interruptions = InterruptionPolicy.Default with { Mode = InterruptionMode.HalfDuplex } };
        _rig.StartTalking();
        Assert.True(_rig.Bridge.IsUserHeard);
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(3));
        _rig.PassSeconds(1);
        Assert.False(_rig.Bridge.IsUserHeard);
        _rig.PassSeconds(4);
        Assert.True(_rig.Bridge.IsUserHeard);
    }

    [Fact]
    public void Avatar_SilencedBySomebodyElse_TheTurnIsCutAndTold()
    {
        _rig.StartTalking();
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(10));
        _rig.PassSeconds(3);
        _rig.Avatar.Silence();
        _rig.PassSeconds(9);
        Assert.Equal(InterruptionCause.Avatar, Assert.Single(_rig.Seen<SessionEvent.Interrupted>()).By);
        Assert.InRange(_rig.Avatars.HeardOf(1_000).TotalSeconds, 2.5, 3);
        Assert.InRange(Assert.Single(_rig.Agent.Playouts).Heard.TotalSeconds, 2.5, 3);
        Assert.Contains("interrupt", _rig.Agent.Calls);
        _rig.Agent.Turn(2_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(2_000).TotalSeconds, 0.05);
    }

    private void InterruptBySomeone(int who, TurnId turn)
    {
        switch (who)
        {
            case 0:
                _rig.Agent.Tell(new AgentEvent.Interrupted(turn));
                break;
            case 1:
                _rig.Room.Command("""{"event_type":"avatar.interrupt"}""");
                break;
            default:
                _rig.Room.Command("""{"event_type":"user.start_push_to_talk"}""");
                _rig.Room.Command("""{"event_type":"user.stop_push_to_talk"}""");
                break;
        }
    }
}
