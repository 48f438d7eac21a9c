using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Tests.Core.Bridging;

/// <summary>Connectors that break their contract: they throw or wait for ever where they should do neither.</summary>
public sealed class BrokenConnectorTests
{
    private readonly BridgeRig _rig = new();

    private FakeConnector Connector => _rig.Connector;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Preparation_ThrowsSomeTimes_IsMadeAgainAndTheUserIsAnswered(int times)
    {
        Connector.Preparing = number => number <= times ? Broken() : null;
        _rig.StartTalking();
        _rig.PassSeconds(5);

        Assert.Equal(times + 1, Connector.Preparations);
        _rig.Agent.Turn(1_000, TimeSpan.FromSeconds(1));
        _rig.PassSeconds(3);
        Assert.Equal(1, _rig.Avatars.HeardOf(1_000).TotalSeconds, 0.05);
        Assert.Equal(_rig.Seen<SessionEvent.Reconnecting>().Count(), _rig.Seen<SessionEvent.Reconnected>().Count());
    }

    [Fact]
    public async Task Preparation_ThrowsAlways_EndsTheSessionWithinItsBudget()
    {
        Connector.Preparing = _ => Broken();
        _rig.StartTalking();
        var gate = _rig.Time.Elapsed;

        Assert.Equal(SessionEndReasons.AgentLost, (await _rig.EndAsync()).Reason);

        Assert.InRange(_rig.Time.Elapsed - gate, TimeSpan.Zero, _rig.Session.Limits.Reconnect);
        // The one ahead, the one at the gate, and what the budget allows.
        Assert.Equal(2 + _rig.Session.Limits.AgentReconnects, Connector.Preparations);
        Assert.Empty(Connector.Connections);
    }

    [Fact]
    public async Task Preparation_ThrowsAfterALoss_EndsTheSessionWithinItsBudget()
    {
        _rig.StartTalking();
        Connector.Preparing = _ => Broken();
        _rig.Agent.HangUp(CloseKind.Network, retryable: true);
        var lost = _rig.Time.Elapsed;

        Assert.Equal(SessionEndReasons.AgentLost, (await _rig.EndAsync()).Reason);

        Assert.InRange(_rig.Time.Elapsed - lost, TimeSpan.Zero, _rig.Session.Limits.Reconnect);
        Assert.Single(_rig.Seen<SessionEvent.Reconnecting>());
        Assert.Single(Connector.Connections);
    }

    [Fact]
    public void Preparation_ThrowsAtARenewal_TheOldConnectionGoesOnUntilItWorks()
    {
        Connector.Preparing = number => number is 2 or 3 ? Broken() : null;
        _rig.StartTalking();
        _rig.Agent.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)));
        _rig.PassSeconds(1);
        Assert.Single(Connector.Connections);

        _rig.PassSeconds(5);

        Assert.Equal((2, 4), (Connector.Connections.Count, Connector.Preparations));
        Assert.Empty(_rig.Seen<SessionEvent.Reconnecting>());
    }

    [Fact]
    public async Task Preparation_NeverComesBack_IsGivenUpAndEndsTheSession()
    {
        Connector.Preparing = _ => new TaskCompletionSource<AgentPreparation>().Task;
        _rig.StartTalking();
        _rig.PassSeconds(31);
        Assert.Single(_rig.Seen<SessionEvent.Reconnecting>());
        _rig.PassSeconds(31);

        Assert.Equal(SessionEndReasons.AgentLost, (await _rig.EndAsync()).Reason);
        Assert.Equal(2, Connector.Preparations);
    }

    [Fact]
    public async Task Session_StoppedWhileAPreparationHangs_EndsAtOnce()
    {
        Connector.Preparing = _ => new TaskCompletionSource<AgentPreparation>().Task;
        _rig.StartTalking();
        var before = _rig.Time.Elapsed;

        Stop();
        Assert.Equal(SessionEndReasons.StoppedByTenant, (await _rig.EndAsync()).Reason);

        Assert.InRange(_rig.Time.Elapsed - before, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Audio_CantBeSent_AnotherConnectionTakesOver()
    {
        Connector.SendFault = number => number == 1 ? new InvalidOperationException() : null;
        _rig.StartTalking();
        _rig.SpeakAsUser(TimeSpan.FromSeconds(1));

        Assert.Equal(2, Connector.Connections.Count);
        Assert.True(_rig.Agent.AudioBytes > 0);
        Assert.Single(_rig.Seen<SessionEvent.Reconnected>());
    }

    [Fact]
    public async Task Audio_CanNeverBeSent_EndsTheSessionWithinItsBudget()
    {
        Connector.SendFault = _ => new InvalidOperationException();
        _rig.StartTalking();
        _rig.SpeakAsUser(TimeSpan.FromSeconds(10));

        Assert.Equal(SessionEndReasons.AgentLost, (await _rig.EndAsync()).Reason);
        Assert.Equal(1 + _rig.Session.Limits.AgentReconnects, Connector.Connections.Count);
    }

    [Fact]
    public async Task Close_NeverComesBack_TheRestIsTornDownAllTheSame()
    {
        Connector.Closing = () => new TaskCompletionSource().Task;
        _rig.StartTalking();

        Stop();
        _rig.PassSeconds(20);
        Assert.Equal(SessionEndReasons.StoppedByTenant, (await _rig.EndAsync()).Reason);

        Assert.Single(_rig.Stops);
        Assert.True(_rig.Room.IsLeft);
    }

    [Fact]
    public async Task Close_Throws_TheConnectionIsDisposedOfAndTheRestTornDown()
    {
        Connector.Closing = () => throw new InvalidOperationException();
        _rig.StartTalking();

        Stop();
        Assert.Equal(SessionEndReasons.StoppedByTenant, (await _rig.EndAsync()).Reason);

        Assert.True(_rig.Agent.IsDisposed);
        Assert.True(_rig.Room.IsLeft);
    }

    private static Task<AgentPreparation> Broken() => Task.FromException<AgentPreparation>(new InvalidOperationException());

    private void Stop() => _rig.Bridge.Post(new Connectors.Core.Bridging.EndRequest(SessionEnd.For(SessionEndReasons.StoppedByTenant)));
}
