using Connectors.Core.Audio;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Telemetry;
using Connectors.Core.Tools;

namespace Connectors.Core.Bridging;

/// <summary>What all sides of one bridge share.</summary>
internal sealed record BridgeContext(
    SessionSpecification Session,
    TimeProvider Time,
    Mailbox Mailbox,
    Alarms Alarms,
    PlayoutOptions Pacing,
    Playout Playout,
    UserAudio UserAudio,
    ISessionObserver Observer,
    IMandate Mandate)
{
    /// <summary>How much audio of the turns came.</summary>
    public TurnReceipts Receipts { get; } = new();

    /// <summary>Asks tenants' servers; null: nobody does here.</summary>
    public ToolClient? Tools { get; init; }

    /// <summary>Where it is measured what no event tells; null: nowhere.</summary>
    public ConnectorsTelemetry? Telemetry { get; init; }

    public static BridgeContext Create(
        BridgeEnvironment environment, BridgeAssignment assignment, ISessionObserver observer, UserAudioSink sink)
    {
        var mailbox = new Mailbox(environment.Time);
        var pacing = new PlayoutOptions();
        return new(
            assignment.Session,
            environment.Time,
            mailbox,
            new(environment.Time, mailbox.Wake, assignment.Resumption?.Age ?? TimeSpan.Zero),
            pacing,
            new(environment.Time, pacing, environment.AudioBudget, mailbox.Wake),
            new(environment.Time, sink, (isSpeaking, at) => mailbox.Post(new UserVoiceEdge(isSpeaking, at)))
            {
                Sending = environment.Telemetry is { } telemetry ? telemetry.AudioSentUp : null,
            },
            observer,
            assignment.Mandate)
        {
            Tools = environment.Tools,
            Telemetry = environment.Telemetry,
        };
    }

    public void Report(SessionEvent e) => Observer.OnEvent(e);

    public void ReportStage(StartStage stage) => Report(new SessionEvent.StageDone(stage, Alarms.Now - Alarms.Origin));

    /// <summary>An agent connection that was begun then is ready, or has failed.</summary>
    public void MeasureConnect(string connector, long begunAt, bool succeeded) =>
        Telemetry?.ProviderConnected(connector, Time.GetElapsedTime(begunAt), succeeded);

    /// <summary>An agent connection was replaced in time, or will be later.</summary>
    public void MeasureRenewal(bool succeeded) => Telemetry?.Renewed(Session.ConnectorId!, succeeded);

    public void Warn(string code, string message) => Report(new SessionEvent.Warning(code, message));
}
