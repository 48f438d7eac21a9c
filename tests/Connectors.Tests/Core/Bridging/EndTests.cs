using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Bridging;

public sealed class EndTests
{
    private readonly BridgeRig _rig = new();

    [Fact]
    public async Task Agent_HangsUp_LastWordsAreHeardFirst()
    {
        _rig.StartTalking();
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(5));
        _rig.Agent.HangUp(CloseKind.EndedByAgent);
        var end = await _rig.EndAsync();
        Assert.Equal(5, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.Equal(new(SessionResult.Completed, EndedBy.Agent, SessionEndReasons.AgentHungUp), end);
        var stopped = _rig.Rooms.Sent.Single(said => said.Type == "session.stopped").Json;
        Assert.Equal("AGENT_HANG_UP", stopped.GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task Session_Stopped_EverythingIsTornDownInOrder()
    {
        _rig.StartTalking();
        _rig.Bridge.Post(new Connectors.Core.Bridging.EndRequest(SessionEnd.For(SessionEndReasons.StoppedByTenant)));
        _rig.Bridge.Step();
        Assert.Contains("session.stopped", _rig.Rooms.SentTypes);
        Assert.False(_rig.Room.IsLeft);
        _rig.Room.UserLeaves();
        var end = await _rig.EndAsync();
        Assert.True(_rig.Avatar.IsClosed);
        Assert.True(_rig.Room.IsLeft);
        Assert.Equal(end, Assert.Single(_rig.Stops));
    }

    [Fact]
    public async Task Session_EndedTwice_TheFirstEndCounts()
    {
        _rig.StartTalking();
        _rig.Bridge.Post(new Connectors.Core.Bridging.EndRequest(SessionEnd.For(SessionEndReasons.StoppedByUser)));
        _rig.Bridge.Post(new Connectors.Core.Bridging.EndRequest(SessionEnd.For(SessionEndReasons.ServerShutdown)));
        Assert.Equal(SessionEndReasons.StoppedByUser, (await _rig.EndAsync()).Reason);
        Assert.Single(_rig.Stops);
        Assert.Single(_rig.Rooms.Sent, said => said.Type == "session.stopped");
    }

    [Fact]
    public async Task Page_DoesNotLeave_TheEndDoesNotWaitForIt()
    {
        _rig.StartTalking();
        var before = _rig.Time.Elapsed;
        _rig.Room.Command("""{"event_type":"session.stop"}""");
        await _rig.EndAsync();
        Assert.InRange((_rig.Time.Elapsed - before).TotalSeconds, 1.4, 5);
    }

    [Theory]
    [InlineData(SessionEndReasons.NoUser, 240)]
    public async Task User_NeverComes_EndsTheSession(string reason, int seconds)
    {
        _rig.Start();
        _rig.PassSeconds(seconds - 1);
        Assert.Empty(_rig.Seen<SessionEvent.StateChanged>());
        _rig.PassSeconds(2);
        Assert.Equal(reason, (await _rig.EndAsync()).Reason);
    }

    [Fact]
    public async Task User_Leaves_TheSessionEndsUnlessTheyComeBack()
    {
        _rig.StartTalking();
        _rig.Room.UserLeaves();
        _rig.PassSeconds(15);
        _rig.Room.UserJoins();
        _rig.PassSeconds(30);
        Assert.Empty(_rig.Seen<SessionEvent.StateChanged>());
        _rig.Room.UserLeaves();
        _rig.PassSeconds(21);
        Assert.Equal(SessionEndReasons.UserLeft, (await _rig.EndAsync()).Reason);
    }

    [Fact]
    public async Task Session_NobodySaysAnything_EndsWhenIdle()
    {
        _rig.Session = _rig.Session with { Limits = new() { Idle = TimeSpan.FromSeconds(30) } };
        _rig.StartTalking();
        _rig.PassSeconds(20);
        _rig.Room.Command("""{"event_type":"avatar.interrupt"}""");
        _rig.PassSeconds(20);
        Assert.Empty(_rig.Seen<SessionEvent.StateChanged>());
        _rig.PassSeconds(12);
        Assert.Equal(SessionEndReasons.IdleTimeout, (await _rig.EndAsync()).Reason);
    }

    [Theory]
    [InlineData(60, null, 60)]
    [InlineData(600, 60, 45)]
    [InlineData(600, 20, 10)]
    public async Task Session_MaximumDuration_IsOursOrLiveAvatarsLessAMargin(int ours, int? theirs, int expected)
    {
        _rig.Session = _rig.Session with { Limits = new() { MaximumDuration = TimeSpan.FromSeconds(ours), Idle = TimeSpan.FromHours(1) } };
        _rig.AvatarLimit = theirs is { } limit ? TimeSpan.FromSeconds(limit) : null;
        _rig.StartTalking();
        _rig.PassSeconds(expected - 0.5);
        Assert.Empty(_rig.Seen<SessionEvent.StateChanged>());
        _rig.PassSeconds(1);
        Assert.Equal(SessionEndReasons.MaximumDuration, (await _rig.EndAsync()).Reason);
    }

    [Fact]
    public void Avatar_NothingToSay_IsKeptAlive()
    {
        _rig.StartTalking();
        _rig.PassSeconds(130);
        Assert.Equal(2, _rig.Avatar.Commands.Count(command => command == "keep_alive"));
    }
}
