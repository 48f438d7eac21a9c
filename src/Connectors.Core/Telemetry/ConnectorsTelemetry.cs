using System.Diagnostics.Metrics;
using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Telemetry;

/// <summary>
/// Everything the product measures: the only place that names instruments and attributes, with their units. Names follow
/// OpenTelemetry's conventions (durations in seconds, UCUM units, attributes from closed sets). Ids of sessions, tenants,
/// rooms and turns are left out of metrics on purpose: they would make one series each. Connectors, results and reasons
/// are closed sets.
/// </summary>
public sealed class ConnectorsTelemetry : IDisposable
{
    /// <summary>Name of the meter to subscribe to.</summary>
    public const string MeterName = "Connectors";

    private const string ConnectorName = "connectors.connector";
    private const string Direction = "connectors.direction";
    private const string Outcome = "connectors.outcome";
    private const string Peer = "connectors.peer";
    private const string Reason = "connectors.reason";
    private const string Result = "connectors.result";
    private const string Side = "connectors.side";
    private const string Stage = "connectors.stage";

    // Buckets in seconds. Latencies of our own have their goals at 5 ms; what a person waits for lies between 0.1 s and 10 s.
    private static readonly InstrumentAdvice<double> Short = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1],
    };

    private static readonly InstrumentAdvice<double> Long = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30],
    };

    private readonly UpDownCounter<long> _sessionsLive;
    private readonly Counter<long> _sessionsStarted;
    private readonly Counter<long> _sessionsEnded;
    private readonly Counter<long> _admissionRefused;
    private readonly Histogram<double> _startDuration;
    private readonly Histogram<double> _addedLatency;
    private readonly Histogram<double> _responseLatency;
    private readonly Histogram<double> _interruptionStop;
    private readonly Counter<long> _playoutUnderruns;
    private readonly Counter<double> _audioDropped;
    private readonly Counter<long> _reconnects;
    private readonly Histogram<double> _providerConnect;
    private readonly Counter<long> _toolCalls;

    /// <summary>Creates the meter and all its instruments; one per process, or one per test.</summary>
    public ConnectorsTelemetry()
    {
        _sessionsLive = Meter.CreateUpDownCounter<long>("connectors.session.live", "{session}", "Sessions that are live now.");
        _sessionsStarted = Meter.CreateCounter<long>("connectors.session.started", "{session}", "Sessions whose start was asked for.");
        _sessionsEnded = Meter.CreateCounter<long>("connectors.session.ended", "{session}", "Sessions ended, by result, side and reason.");
        _admissionRefused = Meter.CreateCounter<long>(
            "connectors.admission.refused", "{refusal}", "Starts that were not let in, by what was used up.");
        _startDuration = Meter.CreateHistogram(
            "connectors.session.start.duration", "s", "Time of one stage of a session's start.", tags: null, Long);
        _addedLatency = Meter.CreateHistogram(
            "connectors.audio.added_latency", "s", "Time audio spent in this process beyond framing, by direction.", tags: null, Short);
        _responseLatency = Meter.CreateHistogram(
            "connectors.turn.response_latency", "s", "End of the user's speech to the avatar speaking.", tags: null, Long);
        _interruptionStop = Meter.CreateHistogram(
            "connectors.interruption.stop.duration", "s", "Interruption received to the avatar told to stop.", tags: null, Short);
        _playoutUnderruns = Meter.CreateCounter<long>(
            "connectors.playout.underruns", "{underrun}", "Times a turn's audio ran out before the turn's end.");
        _audioDropped = Meter.CreateCounter<double>("connectors.audio.dropped", "s", "Audio dropped, by direction and reason.");
        _reconnects = Meter.CreateCounter<long>(
            "connectors.connection.reconnects", "{reconnect}", "Lost connections that were made anew, by peer and outcome.");
        _providerConnect = Meter.CreateHistogram(
            "connectors.provider.connect.duration", "s", "Opening an agent connection until it is ready.", tags: null, Long);
        _toolCalls = Meter.CreateCounter<long>("connectors.tool.calls", "{call}", "Tool calls, by outcome.");
    }

    /// <summary>The meter, for a listener that wants this instance only.</summary>
    public Meter Meter { get; } = new(MeterName);

    /// <summary>A start was asked for.</summary>
    /// <param name="connector">Id of the connector, or <c>none</c>.</param>
    public void SessionStarted(string connector) => _sessionsStarted.Add(1, Tag(ConnectorName, connector));

    /// <summary>A session became live.</summary>
    public void SessionLive() => _sessionsLive.Add(1);

    /// <summary>A session that had been live is no longer.</summary>
    public void SessionNotLive() => _sessionsLive.Add(-1);

    /// <summary>A session ended; exactly once for each one started.</summary>
    /// <param name="end">How.</param>
    public void SessionEnded(SessionEnd end) =>
        _sessionsEnded.Add(1, Tag(Result, Kebab(end.Result)), Tag(Side, Kebab(end.EndedBy)), Tag(Reason, end.Reason));

    /// <summary>A start was not let in: nothing of a session was begun.</summary>
    /// <param name="kind">What was used up.</param>
    public void AdmissionRefused(RefusalKind kind) => _admissionRefused.Add(1, Tag(Reason, Kebab(kind)));

    /// <summary>A stage of a session's start is over.</summary>
    /// <param name="stage">Kebab-case name of the stage.</param>
    /// <param name="duration">How long it took.</param>
    public void StartStageDone(string stage, TimeSpan duration) => _startDuration.Record(duration.TotalSeconds, Tag(Stage, stage));

    /// <summary>User audio was handed on.</summary>
    /// <param name="latency">Frame received to message enqueued, beyond framing.</param>
    public void AudioSentUp(TimeSpan latency) => _addedLatency.Record(latency.TotalSeconds, Tag(Direction, "up"));

    /// <summary>Agent audio was handed on.</summary>
    /// <param name="latency">Chunk received to avatar told, beyond the avatar's chunk rule.</param>
    public void AudioSentDown(TimeSpan latency) => _addedLatency.Record(latency.TotalSeconds, Tag(Direction, "down"));

    /// <summary>The avatar began to answer.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="latency">End of the user's speech to the avatar speaking.</param>
    public void Responded(string connector, TimeSpan latency) =>
        _responseLatency.Record(latency.TotalSeconds, Tag(ConnectorName, connector));

    /// <summary>An interruption was carried out.</summary>
    /// <param name="duration">Signal received to the avatar told.</param>
    public void Interrupted(TimeSpan duration) => _interruptionStop.Record(duration.TotalSeconds);

    /// <summary>A turn's audio ran out before its end.</summary>
    public void PlayoutUnderrun() => _playoutUnderruns.Add(1);

    /// <summary>User audio was dropped.</summary>
    /// <param name="audio">How much.</param>
    /// <param name="reason">Kebab-case, of a closed set.</param>
    public void UserAudioDropped(TimeSpan audio, string reason) =>
        _audioDropped.Add(audio.TotalSeconds, Tag(Direction, "up"), Tag(Reason, reason));

    /// <summary>Agent audio was dropped.</summary>
    /// <param name="audio">How much.</param>
    /// <param name="reason">Kebab-case, of a closed set.</param>
    public void AgentAudioDropped(TimeSpan audio, string reason) =>
        _audioDropped.Add(audio.TotalSeconds, Tag(Direction, "down"), Tag(Reason, reason));

    /// <summary>An attempt to make a lost connection anew is over.</summary>
    /// <param name="peer"><c>provider</c>, <c>avatar</c> or <c>room</c>.</param>
    /// <param name="succeeded">Whether it is back.</param>
    public void Reconnected(string peer, bool succeeded) =>
        _reconnects.Add(1, Tag(Peer, peer), Tag(Outcome, succeeded ? "success" : "failure"));

    /// <summary>Opening an agent connection is over.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="duration">Open to ready, or to the failure.</param>
    /// <param name="succeeded">Whether it became ready.</param>
    public void ProviderConnected(string connector, TimeSpan duration, bool succeeded) => _providerConnect.Record(
        duration.TotalSeconds, Tag(ConnectorName, connector), Tag(Outcome, succeeded ? "success" : "failure"));

    /// <summary>A tool call is over.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="outcome">Kebab-case, of a closed set: <c>answered</c>, <c>failed</c>, <c>timed-out</c>, <c>cancelled</c>.</param>
    public void ToolCalled(string connector, string outcome) =>
        _toolCalls.Add(1, Tag(ConnectorName, connector), Tag(Outcome, outcome));

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
