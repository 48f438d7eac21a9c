using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;
using Connectors.Core.Webhooks;

namespace Connectors.Core.Telemetry;

/// <summary>
/// Everything the product measures: the only place that names instruments, spans and attributes, with their units. Names follow
/// OpenTelemetry's conventions (durations in seconds, UCUM units, attributes from closed sets), spans its conventions for generative
/// AI where there is a name. Ids of sessions, tenants, rooms and turns are left out of metrics on purpose: they would make one series
/// each. Connectors, results and reasons are closed sets. What each means: docs/14-telemetry.md.
/// </summary>
public sealed partial class ConnectorsTelemetry : IDisposable
{
    /// <summary>Name of the meter to subscribe to.</summary>
    public const string MeterName = "Connectors";

    /// <summary>Name of the source of spans to subscribe to.</summary>
    public const string SourceName = "Connectors";

    /// <summary>The framework's, on spans of requests: the caller's browser.</summary>
    public const string UserAgent = "user_agent.original";

    /// <summary>The framework's, on spans of requests: the path.</summary>
    public const string UrlPath = "url.path";

    internal const string StartSpan = "session.start";
    internal const string HandoverSpan = "session.handover";
    internal const string TurnSpan = "invoke_agent";
    internal const string ToolSpan = "execute_tool";
    internal const string ReconnectSpan = "session.reconnect";

    internal const string SessionId = "connectors.session.id";
    /// <summary>Our id of the tenant; on spans only.</summary>
    public const string TenantId = "connectors.tenant.id";

    internal const string TurnNumber = "connectors.turn.number";
    internal const string TurnInterrupted = "connectors.turn.interrupted";
    internal const string TurnHeard = "connectors.turn.heard";
    internal const string ConnectorName = "connectors.connector";
    internal const string Peer = "connectors.peer";
    internal const string Operation = "gen_ai.operation.name";
    internal const string Provider = "gen_ai.provider.name";
    internal const string Conversation = "gen_ai.conversation.id";
    internal const string ToolName = "gen_ai.tool.name";
    internal const string ToolCallId = "gen_ai.tool.call.id";
    internal const string ErrorType = "error.type";

    private const string TenantGroup = "connectors.tenant.group";
    private const string Direction = "connectors.direction";
    private const string Outcome = "connectors.outcome";
    private const string Part = "connectors.part";
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

    private readonly TenantGroups _groups = new();
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
    private readonly Counter<long> _handovers;
    private readonly Counter<long> _turns;
    private readonly Histogram<double> _responsePart;
    private readonly Counter<long> _renewals;
    private readonly Histogram<double> _webhookAttempts;

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
        _handovers = Meter.CreateCounter<long>(
            "connectors.session.handovers", "{handover}", "Sessions that other nodes took over, and that were taken over from them.");
        _turns = Meter.CreateCounter<long>("connectors.turn.ended", "{turn}", "Turns with audio, by how they ended.");
        _responsePart = Meter.CreateHistogram(
            "connectors.turn.response_part", "s", "Whose part of the response latency it is.", tags: null, Long);
        _renewals = Meter.CreateCounter<long>(
            "connectors.connection.renewals", "{renewal}", "Agent connections replaced before their provider ended them, by outcome.");
        _webhookAttempts = Meter.CreateHistogram(
            "connectors.webhook.attempt.duration", "s", "Attempts to deliver a webhook, by outcome.", tags: null, Long);
        Meter.CreateObservableUpDownCounter(
            "connectors.memory.native", NativeMemory, "By", "Memory of the process that the runtime's heap doesn't account for.");
    }

    /// <summary>The meter, for a listener that wants this instance only.</summary>
    public Meter Meter { get; } = new(MeterName);

    /// <summary>The source of spans.</summary>
    public ActivitySource Source { get; } = new(SourceName);

    /// <summary>Has it observed how full the node is. To be called once.</summary>
    /// <param name="figures">Tells it.</param>
    public void ObserveNode(Func<AdmissionFigures> figures)
    {
        Meter.CreateObservableUpDownCounter(
            "connectors.node.sessions", () => figures().Sessions, "{session}", "Places of this node that are taken.");
        Meter.CreateObservableUpDownCounter(
            "connectors.node.capacity", Room, "{session}", "Places of this node; 0 while it is being emptied.");
        Meter.CreateObservableUpDownCounter(
            "connectors.node.waiting", () => figures().Waiting, "{start}", "Starts that wait for a place at their provider.");

        int Room()
        {
            return figures() is { IsDraining: false } now ? now.Capacity : 0;
        }
    }

    /// <summary>A start was asked for.</summary>
    /// <param name="connector">Id of the connector, or <c>none</c>.</param>
    /// <param name="group">The tenant's group, or null.</param>
    public void SessionStarted(string connector, string? group) =>
        _sessionsStarted.Add(1, Tag(ConnectorName, connector), GroupTag(group));

    /// <summary>A session became live.</summary>
    /// <param name="group">The tenant's group, or null.</param>
    public void SessionLive(string? group) => _sessionsLive.Add(1, GroupTag(group));

    /// <summary>A session that had been live is no longer.</summary>
    /// <param name="group">The tenant's group, or null.</param>
    public void SessionNotLive(string? group) => _sessionsLive.Add(-1, GroupTag(group));

    /// <summary>A session ended; exactly once for each one started.</summary>
    /// <param name="end">How.</param>
    /// <param name="group">The tenant's group, or null.</param>
    public void SessionEnded(SessionEnd end, string? group) => _sessionsEnded.Add(
        1, [Tag(Result, Kebab(end.Result)), Tag(Side, Kebab(end.EndedBy)), Tag(Reason, end.Reason), GroupTag(group)]);

    /// <summary>A start was not let in: nothing of a session was begun.</summary>
    /// <param name="kind">What was used up.</param>
    /// <param name="group">The tenant's group, or null.</param>
    public void AdmissionRefused(RefusalKind kind, string? group) =>
        _admissionRefused.Add(1, Tag(Reason, Kebab(kind)), GroupTag(group));

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
    /// <param name="group">The tenant's group, or null.</param>
    public void Responded(string connector, TimeSpan latency, string? group) =>
        _responseLatency.Record(latency.TotalSeconds, Tag(ConnectorName, connector), GroupTag(group));

    /// <summary>A part of a response's latency.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="part">Whose: <c>provider</c>, <c>connectors</c> or <c>avatar</c>.</param>
    /// <param name="latency">How long it took.</param>
    public void RespondedInPart(string connector, string part, TimeSpan latency) =>
        _responsePart.Record(latency.TotalSeconds, Tag(ConnectorName, connector), Tag(Part, part));

    /// <summary>A turn with audio is over.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="interrupted">Whether it was cut.</param>
    /// <param name="group">The tenant's group, or null.</param>
    public void TurnEnded(string connector, bool interrupted, string? group) =>
        _turns.Add(1, Tag(ConnectorName, connector), Tag(Outcome, interrupted ? "interrupted" : "heard"), GroupTag(group));

    /// <summary>An interruption was carried out.</summary>
    /// <param name="duration">Signal received to the avatar told.</param>
    public void Interrupted(TimeSpan duration) => _interruptionStop.Record(duration.TotalSeconds);

    /// <summary>A turn's audio ran out before its end.</summary>
    public void PlayoutUnderrun() => _playoutUnderruns.Add(1);

    /// <summary>Audio was dropped.</summary>
    /// <param name="audio">How much.</param>
    /// <param name="loss">Where.</param>
    public void AudioDropped(TimeSpan audio, AudioLoss loss)
    {
        var (direction, reason) = SessionMeter.NameOf(loss);
        _audioDropped.Add(audio.TotalSeconds, Tag(Direction, direction), Tag(Reason, reason));
    }

    /// <summary>An attempt to make a lost connection anew is over.</summary>
    /// <param name="peer"><c>provider</c>, <c>avatar</c> or <c>room</c>.</param>
    /// <param name="succeeded">Whether it is back.</param>
    public void Reconnected(string peer, bool succeeded) =>
        _reconnects.Add(1, Tag(Peer, peer), Tag(Outcome, succeeded ? "success" : "failure"));

    /// <summary>A live session came from another node, or went to one.</summary>
    /// <param name="isHere">Whether it came.</param>
    public void HandedOver(bool isHere) => _handovers.Add(1, Tag(Direction, isHere ? "in" : "out"));

    /// <summary>An attempt to replace an agent connection in time is over.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="succeeded">Whether it was replaced; otherwise it is tried again.</param>
    public void Renewed(string connector, bool succeeded) =>
        _renewals.Add(1, Tag(ConnectorName, connector), Tag(Outcome, succeeded ? "success" : "failure"));

    /// <summary>An attempt to deliver a webhook is over.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="duration">How long it took.</param>
    public void WebhookTried(AttemptOutcome outcome, TimeSpan duration) =>
        _webhookAttempts.Record(duration.TotalSeconds, Tag(Outcome, Kebab(outcome)));

    /// <summary>Opening an agent connection is over.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="duration">Open to ready, or to the failure.</param>
    /// <param name="succeeded">Whether it became ready.</param>
    public void ProviderConnected(string connector, TimeSpan duration, bool succeeded) => _providerConnect.Record(
        duration.TotalSeconds, Tag(ConnectorName, connector), Tag(Outcome, succeeded ? "success" : "failure"));

    /// <summary>A tool call is over.</summary>
    /// <param name="connector">Id of the connector.</param>
    /// <param name="outcome">Kebab-case, of a closed set: that of <see cref="SessionEvent.ToolAnswered"/>.</param>
    public void ToolCalled(string connector, string outcome) =>
        _toolCalls.Add(1, Tag(ConnectorName, connector), Tag(Outcome, outcome));

    /// <inheritdoc/>
    public void Dispose()
    {
        Meter.Dispose();
        Source.Dispose();
    }

    // The heap's committed memory is part of the working set as far as it was touched.
    private static long NativeMemory() => Math.Max(0, Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes);

    private KeyValuePair<string, object?> GroupTag(string? group) => Tag(TenantGroup, _groups.Of(group));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
