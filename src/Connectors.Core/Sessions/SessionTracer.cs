using System.Diagnostics;
using Connectors.Core.Telemetry;

namespace Connectors.Core.Sessions;

/// <summary>
/// Turns a session's events into spans. The start is part of the trace of the call that asked for it. What comes later, each turn,
/// tool call, reconnect and handover, is a trace of its own, for a session lasts for hours: it has the session's id, and a link to
/// the start where that was in this process. Nothing that was said is in any.
/// </summary>
/// <param name="telemetry">Where they are told.</param>
/// <param name="session">The session.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionTracer(ConnectorsTelemetry telemetry, SessionSpecification session, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, DateTimeOffset> _speaking = [];
    private readonly Dictionary<string, Activity> _tools = new(StringComparer.Ordinal);
    private readonly Dictionary<SessionPart, Activity> _lost = [];

    private Activity? _start;
    private Activity? _handover;
    private ActivityContext _origin;
    private string? _conversation;
    private bool _isLive;

    /// <summary>The start begins; to be disposed of at the end of the call.</summary>
    public Activity? Begin()
    {
        _start = telemetry.Source.StartActivity(
            ConnectorsTelemetry.StartSpan, ActivityKind.Internal, default(ActivityContext), Tags(), null, time.GetUtcNow());
        _origin = _start?.Context ?? Activity.Current?.Context ?? default;
        return _start;
    }

    /// <summary>The session goes on where another process was.</summary>
    public void GoOn()
    {
        _origin = Activity.Current?.Context ?? default;
        _handover = Open(ConnectorsTelemetry.HandoverSpan, time.GetUtcNow());
    }

    /// <summary>Takes an event, at the time at which it happens.</summary>
    public void Trace(SessionEvent e)
    {
        if (!telemetry.Source.HasListeners())
        {
            return;
        }

        lock (_lock)
        {
            Take(e);
        }
    }

    private void Take(SessionEvent e)
    {
        switch (e)
        {
            case SessionEvent.StateChanged { State: SessionState.Live }:
                _isLive = true;
                break;
            case SessionEvent.StageDone done:
                OnStage(done.Stage);
                break;
            case SessionEvent.AgentReady ready:
                _conversation = ready.ConversationId;
                break;
            case SessionEvent.AvatarSpeechStarted started:
                _speaking[started.Turn] = time.GetUtcNow();
                break;
            case SessionEvent.TurnEnded ended:
                OnTurn(ended.Figures);
                break;
            case SessionEvent.ToolCalled called:
                OnTool(called);
                break;
            case SessionEvent.ToolAnswered answered when _tools.Remove(answered.CallId, out var span):
                Close(span, answered.IsError ? answered.Reason : null);
                break;
            case SessionEvent.Reconnecting lost when !_lost.ContainsKey(lost.Part)
                && Open(ConnectorsTelemetry.ReconnectSpan, time.GetUtcNow()) is { } span:
                _lost[lost.Part] = span.SetTag(ConnectorsTelemetry.Peer, SessionMeter.NameOf(lost.Part));
                break;
            case SessionEvent.Reconnected back when _lost.Remove(back.Part, out var span):
                Close(span, null);
                break;
            case SessionEvent.Ended ended:
                OnEnded(ended.End);
                break;
        }
    }

    private void OnStage(StartStage stage)
    {
        if (_start is { IsStopped: false } start)
        {
            start.AddEvent(new(SessionMeter.NameOf(stage), time.GetUtcNow()));
        }

        if (_handover is { } handover && stage == StartStage.RoomJoined && _isLive)
        {
            _handover = null;
            Close(handover, null);
        }
    }

    // From the end of what the user said, or the turn's first audio, to the end of the last sound.
    private void OnTurn(TurnFigures figures)
    {
        var end = time.GetUtcNow();
        var isSpoken = _speaking.Remove(figures.Turn, out var speakingAt);
        var begin = (isSpoken ? speakingAt : end) - (figures.UserEndToAvatarSpeaking ?? figures.AgentAudioToSpeak ?? TimeSpan.Zero);
        if (Open(ConnectorsTelemetry.TurnSpan, begin) is not { } span)
        {
            return;
        }

        span.SetTag(ConnectorsTelemetry.Operation, ConnectorsTelemetry.TurnSpan)
            .SetTag(ConnectorsTelemetry.Conversation, _conversation)
            .SetTag(ConnectorsTelemetry.TurnNumber, figures.Turn)
            .SetTag(ConnectorsTelemetry.TurnInterrupted, figures.WasInterrupted)
            .SetTag(ConnectorsTelemetry.TurnHeard, figures.Heard.TotalSeconds);
        if (figures.UserEndToAgentAudio is { } first)
        {
            span.AddEvent(new("agent.first_audio", begin + first));
        }

        if (isSpoken)
        {
            span.AddEvent(new("avatar.speaking", speakingAt));
        }

        Close(span, null);
    }

    private void OnTool(SessionEvent.ToolCalled called)
    {
        if (!_tools.ContainsKey(called.CallId) && Open(ConnectorsTelemetry.ToolSpan, time.GetUtcNow()) is { } span)
        {
            _tools[called.CallId] = span.SetTag(ConnectorsTelemetry.Operation, ConnectorsTelemetry.ToolSpan)
                .SetTag(ConnectorsTelemetry.ToolName, called.Name)
                .SetTag(ConnectorsTelemetry.ToolCallId, called.CallId);
        }
    }

    private void OnEnded(SessionEnd end)
    {
        if (_start is { IsStopped: false } start)
        {
            Fail(start, end.Reason);
        }

        if (_handover is { } handover)
        {
            Close(handover, end.Reason);
        }

        foreach (var span in _tools.Values.Concat(_lost.Values))
        {
            Close(span, end.Reason);
        }

        _tools.Clear();
        _lost.Clear();
        _handover = null;
    }

    private Activity? Open(string name, DateTimeOffset at)
    {
        var links = _origin == default ? null : new[] { new ActivityLink(_origin) };
        return Apart(() => telemetry.Source.StartActivity(
            name, ActivityKind.Internal, default(ActivityContext), Tags(), links, at));
    }

    private void Close(Activity span, string? error)
    {
        if (error is not null)
        {
            Fail(span, error);
        }

        span.SetEndTime(time.GetUtcNow().UtcDateTime);
        Apart(() =>
        {
            span.Stop();
            return span;
        });
    }

    // None of them is the parent of what is done meanwhile, or the child of what happens to be done now.
    private static Activity? Apart(Func<Activity?> act)
    {
        var current = Activity.Current;
        Activity.Current = null;
        try
        {
            return act();
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private static void Fail(Activity span, string error) =>
        span.SetStatus(ActivityStatusCode.Error).SetTag(ConnectorsTelemetry.ErrorType, error);

    private KeyValuePair<string, object?>[] Tags() =>
    [
        new(ConnectorsTelemetry.SessionId, session.Id),
        new(ConnectorsTelemetry.TenantId, session.TenantId),
        new(ConnectorsTelemetry.ConnectorName, session.ConnectorId),
        new(ConnectorsTelemetry.Provider, session.ConnectorId),
    ];
}
