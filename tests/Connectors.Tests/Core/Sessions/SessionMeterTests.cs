using System.Diagnostics.Metrics;
using System.Globalization;
using Connectors.Core.Sessions;
using Connectors.Core.Telemetry;

namespace Connectors.Tests.Core.Sessions;

public sealed class SessionMeterTests : IDisposable
{
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];

    public SessionMeterTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _telemetry.Meter && !instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void Stage_ReportedAgainByAConnectionMadeAnew_IsMeasuredOnce()
    {
        var meter = new SessionMeter(_telemetry, "fake", "gold", goesOn: false);
        meter.Measure(new SessionEvent.StageDone(StartStage.AgentReady, TimeSpan.FromSeconds(1)));
        meter.Measure(new SessionEvent.StageDone(StartStage.AgentReady, TimeSpan.FromHours(1)));

        Assert.Equal(["session.start.duration 1 agent-ready"], _measured);
    }

    [Fact]
    public void Session_ThatGoesOnElsewhere_IsStartedAndEndedOnce()
    {
        var here = new SessionMeter(_telemetry, "fake", "gold", goesOn: false);
        var there = new SessionMeter(_telemetry, "fake", "gold", goesOn: true);
        here.Started();
        here.Measure(new SessionEvent.StateChanged(SessionState.Live));
        there.Started();
        there.Measure(new SessionEvent.StageDone(StartStage.RoomJoined, TimeSpan.FromSeconds(1)));
        there.Measure(new SessionEvent.StateChanged(SessionState.Live));
        here.LetGo();
        there.Measure(new SessionEvent.StateChanged(SessionState.Ended));
        there.Measure(new SessionEvent.Ended(SessionEnd.For(SessionEndReasons.StoppedByUser)));

        Assert.Equal(
            [
                "session.started 1 fake gold", "session.live 1 gold", "session.live 1 gold", "session.handovers 1 in",
                "session.handovers 1 out", "session.live -1 gold", "session.live -1 gold",
                "session.ended 1 completed user stopped-by-user gold",
            ],
            _measured);
    }

    [Fact]
    public void Connection_StillLostAtTheEnd_IsAFailedReconnect()
    {
        var meter = new SessionMeter(_telemetry, "fake", "gold", goesOn: false);
        meter.Measure(new SessionEvent.Reconnecting(SessionPart.Room));
        meter.Measure(new SessionEvent.Reconnected(SessionPart.Room));
        meter.Measure(new SessionEvent.Reconnecting(SessionPart.Agent));
        meter.Measure(new SessionEvent.Ended(SessionEnd.For(SessionEndReasons.StoppedByUser)));

        Assert.Equal(["connection.reconnects 1 room success", "connection.reconnects 1 provider failure"], _measured[..2]);
    }

    [Fact]
    public void Turn_ThatAnswersTheUser_IsMeasuredWholeAndInParts()
    {
        new SessionMeter(_telemetry, "fake", "gold", goesOn: false).Measure(new SessionEvent.TurnEnded(new(
            2, Seconds(0.5), Seconds(1), Seconds(0.125), Seconds(0.0625), Seconds(3), Seconds(2), WasInterrupted: true)));

        Assert.Equal(
            [
                "turn.ended 1 fake interrupted gold", "turn.response_latency 1 fake gold", "turn.response_part 0.5 fake provider",
                "turn.response_part 0.125 fake connectors", "turn.response_part 0.375 fake avatar", "audio.added_latency 0.0625 down",
            ],
            _measured);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _telemetry.Dispose();
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : IFormattable
    {
        var text = $"{instrument.Name["connectors.".Length..]} {value.ToString(null, CultureInfo.InvariantCulture)}";
        foreach (var (_, tag) in tags)
        {
            text += $" {tag}";
        }

        _measured.Add(text);
    }
}
