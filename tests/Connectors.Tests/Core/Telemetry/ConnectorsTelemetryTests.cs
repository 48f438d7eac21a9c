using System.Diagnostics.Metrics;
using System.Globalization;
using Connectors.Core.Sessions;
using Connectors.Core.Telemetry;
using Connectors.Testing;

namespace Connectors.Tests.Core.Telemetry;

public sealed class ConnectorsTelemetryTests : IDisposable
{
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];

    public ConnectorsTelemetryTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _telemetry.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public void Instruments_WhateverTheyMeasure_HaveAUnitADescriptionAndAName()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter == _telemetry.Meter)
            {
                instruments.Add(instrument);
            }
        };
        _telemetry.ObserveNode(() => new(0, 0, 0, false));
        listener.Start();

        Assert.Equal(22, instruments.Count);
        Assert.All(instruments, instrument => Assert.Matches("^connectors(\\.[a-z_]+){2,3}$", instrument.Name));
        Assert.All(instruments, instrument => Assert.Matches(@"^(s|By|\{[a-z]+\})$", instrument.Unit));
        Assert.All(instruments, instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void SessionEnded_WithAnEnd_IsCountedByResultSideAndReason()
    {
        _telemetry.SessionEnded(new(SessionResult.TenantError, EndedBy.Agent, "quota-exceeded"), "gold");

        Assert.Equal(
            [
                "connectors.session.ended 1 connectors.result=tenant-error connectors.side=agent connectors.reason=quota-exceeded "
                    + "connectors.tenant.group=gold",
            ],
            _measured);
    }

    [Fact]
    public void SessionLive_ThenNotLive_GoesUpAndDown()
    {
        _telemetry.SessionStarted("elevenlabs", "gold");
        _telemetry.SessionLive("gold");
        _telemetry.SessionNotLive("gold");

        Assert.Equal(
            [
                "connectors.session.started 1 connectors.connector=elevenlabs connectors.tenant.group=gold",
                "connectors.session.live 1 connectors.tenant.group=gold", "connectors.session.live -1 connectors.tenant.group=gold",
            ],
            _measured);
    }

    [Fact]
    public void Latencies_GivenAsTime_AreRecordedInSeconds()
    {
        _telemetry.AudioSentUp(TimeSpan.FromMilliseconds(2));
        _telemetry.AudioSentDown(TimeSpan.FromMilliseconds(4));
        _telemetry.Interrupted(TimeSpan.FromMilliseconds(3));
        _telemetry.Responded("openai", TimeSpan.FromMilliseconds(1500), null);
        _telemetry.StartStageDone("avatar-token", TimeSpan.FromMilliseconds(250));
        _telemetry.ProviderConnected("openai", TimeSpan.FromMilliseconds(125), succeeded: false);

        Assert.Equal(
            [
                "connectors.audio.added_latency 0.002 connectors.direction=up",
                "connectors.audio.added_latency 0.004 connectors.direction=down",
                "connectors.interruption.stop.duration 0.003",
                "connectors.turn.response_latency 1.5 connectors.connector=openai connectors.tenant.group=other",
                "connectors.session.start.duration 0.25 connectors.stage=avatar-token",
                "connectors.provider.connect.duration 0.125 connectors.connector=openai connectors.outcome=failure",
            ],
            _measured);
    }

    [Fact]
    public void Losses_OfAudioAndConnections_AreCountedByDirectionReasonPeerAndOutcome()
    {
        _telemetry.AudioDropped(TimeSpan.FromMilliseconds(20), AudioLoss.LateFrames);
        _telemetry.AudioDropped(TimeSpan.FromSeconds(2), AudioLoss.PlayoutLimit);
        _telemetry.PlayoutUnderrun();
        _telemetry.Reconnected("avatar", succeeded: true);
        _telemetry.ToolCalled("elevenlabs", "timed-out");

        Assert.Equal(
            [
                "connectors.audio.dropped 0.02 connectors.direction=up connectors.reason=late-frames",
                "connectors.audio.dropped 2 connectors.direction=down connectors.reason=playout-limit",
                "connectors.playout.underruns 1",
                "connectors.connection.reconnects 1 connectors.peer=avatar connectors.outcome=success",
                "connectors.tool.calls 1 connectors.connector=elevenlabs connectors.outcome=timed-out",
            ],
            _measured);
    }

    [Fact]
    public void BeginAtZero_WhatIsCountedSeldom_IsThereBeforeItHappens()
    {
        _telemetry.BeginAtZero();

        Assert.All(_measured, line => Assert.Equal("0", line.Split(' ')[1]));
        Assert.Equal(
            [
                "connectors.admission.refused", "connectors.audio.dropped", "connectors.connection.reconnects",
                "connectors.playout.underruns", "connectors.session.handovers",
            ],
            _measured.Select(line => line.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("connectors.admission.refused 0 connectors.reason=capacity-reached connectors.tenant.group=other", _measured);
        Assert.Contains("connectors.audio.dropped 0 connectors.direction=down connectors.reason=playout-limit", _measured);
        Assert.Contains("connectors.connection.reconnects 0 connectors.peer=provider connectors.outcome=failure", _measured);
        Assert.Contains("connectors.session.handovers 0 connectors.direction=in", _measured);
    }

    [Fact]
    public void AudioSentUp_PerFrame_AllocatesNothing()
    {
        // The test's own listener formats text, so measure without one.
        _listener.Dispose();
        Assert.Equal(0, Allocation.OfSteadyState(1_000, _ =>
        {
            _telemetry.AudioSentUp(TimeSpan.FromMilliseconds(1));
            _telemetry.AudioSentDown(TimeSpan.FromMilliseconds(1));
        }));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _telemetry.Dispose();
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : IFormattable
    {
        var text = $"{instrument.Name} {value.ToString(null, CultureInfo.InvariantCulture)}";
        foreach (var (name, tag) in tags)
        {
            text += $" {name}={tag}";
        }

        _measured.Add(text);
    }
}
