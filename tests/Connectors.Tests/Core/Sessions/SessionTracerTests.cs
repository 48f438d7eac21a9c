using System.Diagnostics;
using Connectors.Core.Sessions;
using Connectors.Core.Telemetry;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions;

public sealed class SessionTracerTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly SessionTracer _tracer;

    public SessionTracerTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source == _telemetry.Source,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
        _tracer = new(_telemetry, Session, _time);
    }

    private static SessionSpecification Session { get; } = new()
    {
        Id = "s-1",
        TenantId = "t-1",
        Source = new RoomSource.LiveAvatarRoom(),
        Avatar = new() { AvatarId = "avatar" },
        ConnectorId = "fake",
    };

    [Fact]
    public void Start_IsAChildOfTheCall_AndIsCurrentUntilItsEnd()
    {
        using var call = new Activity("call").Start();
        using (var start = _tracer.Begin())
        {
            Assert.Same(start, Activity.Current);
            _tracer.Trace(new SessionEvent.StageDone(StartStage.Record, TimeSpan.Zero));
        }

        Assert.Same(call, Activity.Current);
        var span = Assert.Single(_ended);
        Assert.Equal(("session.start", call.SpanId), (span.DisplayName, span.ParentSpanId));
        Assert.Equal("s-1", span.GetTagItem("connectors.session.id"));
        Assert.Equal("record", Assert.Single(span.Events).Name);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public void Start_ThatFails_SaysWhy()
    {
        using (_tracer.Begin())
        {
            _tracer.Trace(new SessionEvent.Ended(SessionEnd.For(SessionEndReasons.ServerError)));
        }

        Assert.Equal(
            (ActivityStatusCode.Error, SessionEndReasons.ServerError), (_ended[0].Status, _ended[0].GetTagItem("error.type")));
    }

    [Fact]
    public void Turn_OfAnotherTimeThanTheStart_IsARootWithALinkAndItsOwnTimes()
    {
        _tracer.Begin()!.Dispose();
        using var other = new Activity("other").Start();
        _time.Advance(TimeSpan.FromSeconds(10));
        _tracer.Trace(new SessionEvent.AvatarSpeechStarted(1));
        _time.Advance(TimeSpan.FromSeconds(4));
        _tracer.Trace(new SessionEvent.TurnEnded(new(
            1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), null, null, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4), false)));

        Assert.Same(other, Activity.Current);
        var (start, turn) = (_ended[0], _ended[1]);
        Assert.Equal(("invoke_agent", default), (turn.DisplayName, turn.ParentSpanId));
        Assert.NotEqual(start.TraceId, turn.TraceId);
        Assert.Equal(start.Context, Assert.Single(turn.Links).Context);
        Assert.Equal((FakeTime.Start.AddSeconds(8).UtcDateTime, TimeSpan.FromSeconds(6)), (turn.StartTimeUtc, turn.Duration));
        Assert.Equal(
            [("agent.first_audio", FakeTime.Start.AddSeconds(9)), ("avatar.speaking", FakeTime.Start.AddSeconds(10))],
            turn.Events.Select(e => (e.Name, e.Timestamp)));
    }

    [Fact]
    public void ToolsAndLosses_OpenAtTheEnd_EndWithItAsErrors()
    {
        _tracer.Begin()!.Dispose();
        _tracer.Trace(new SessionEvent.ToolCalled("1", "weather", """{"city":"secret"}""", ExpectsResult: true));
        _tracer.Trace(new SessionEvent.ToolCalled("2", "print", "{}", ExpectsResult: true));
        _tracer.Trace(new SessionEvent.ToolAnswered("2", IsError: false, "answered"));
        _tracer.Trace(new SessionEvent.Reconnecting(SessionPart.Avatar));
        _tracer.Trace(new SessionEvent.Ended(SessionEnd.For(SessionEndReasons.StoppedByUser)));

        Assert.Equal(
            ["execute_tool print ", "execute_tool weather stopped-by-user", "session.reconnect  stopped-by-user"],
            _ended.Skip(1).Select(span =>
                $"{span.DisplayName} {span.GetTagItem("gen_ai.tool.name")} {span.GetTagItem("error.type")}"));
        Assert.DoesNotContain(
            _ended.SelectMany(span => span.TagObjects),
            tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Loss_ThatIsToldTwiceAndMended_IsOneSpanFromItsFirstMoment()
    {
        _tracer.Begin()!.Dispose();
        var lostAt = _time.GetUtcNow();
        _tracer.Trace(new SessionEvent.Reconnecting(SessionPart.Agent));
        _time.Advance(TimeSpan.FromSeconds(1));
        _tracer.Trace(new SessionEvent.Reconnecting(SessionPart.Agent));
        _time.Advance(TimeSpan.FromSeconds(2));
        _tracer.Trace(new SessionEvent.Reconnected(SessionPart.Agent));

        var (start, span) = (_ended[0], Assert.Single(_ended.Skip(1)));
        Assert.Equal(("session.reconnect", "provider"), (span.DisplayName, span.GetTagItem("connectors.peer")));
        Assert.Equal((lostAt.UtcDateTime, TimeSpan.FromSeconds(3)), (span.StartTimeUtc, span.Duration));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(start.Context, Assert.Single(span.Links).Context);
    }

    [Fact]
    public void Handover_IsOverWhenTheRoomIsJoinedAndTheSessionIsOurs()
    {
        using var call = new Activity("take").Start();
        _tracer.GoOn();
        _tracer.Trace(new SessionEvent.StateChanged(SessionState.Live));
        Assert.Empty(_ended);
        _tracer.Trace(new SessionEvent.StageDone(StartStage.RoomJoined, TimeSpan.Zero));

        var span = Assert.Single(_ended);
        Assert.Equal(("session.handover", call.Context), (span.DisplayName, Assert.Single(span.Links).Context));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _telemetry.Dispose();
    }
}
