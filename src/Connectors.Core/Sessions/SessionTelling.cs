namespace Connectors.Core.Sessions;

/// <summary>Whom a session's events are told: its status, the log, the measurements, the books, whoever watches.</summary>
internal sealed class SessionTelling(
    SessionEnvironment environment, SessionSpecification session, ISessionRecorder recorder, SessionLog log, SessionRecord? found)
    : ISessionObserver
{
    private readonly DateTimeOffset _createdAt = found?.CreatedAt ?? environment.Bridges.Time.GetUtcNow();
    private readonly SessionMeter _meter = new(
        environment.Telemetry, session.ConnectorId ?? "none", session.MetricsGroup, found is not null);
    private readonly SessionTracer _tracer = new(environment.Telemetry, session, environment.Bridges.Time);
    private readonly SessionEventLog _events = new(environment.Bridges.Time, recorder, (found?.Epoch ?? 0) + 1);
    private readonly SessionStatus _status = new();
    private volatile bool _isOnFallback = found?.Progress is { OnFallback: true };
    private readonly TaskCompletionSource _agentReady = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the agent's conversation is open for the first time here.</summary>
    public Task AgentReady => _agentReady.Task;

    /// <summary>Place of the last event.</summary>
    public long Last => _events.Last;

    /// <summary>Its start begins; what is done for it until the end of what is returned is of one trace.</summary>
    public IDisposable? Begin()
    {
        _meter.Started();
        return _tracer.Begin();
    }

    /// <summary>It goes on where another process was.</summary>
    public void GoOn() => _tracer.GoOn();

    public void OnEvent(SessionEvent e)
    {
        _status.Note(e);
        log.Write(e);
        _meter.Measure(e);
        _tracer.Trace(e);
        _events.OnEvent(e);
        if (e is SessionEvent.AgentReady)
        {
            _agentReady.TrySetResult();
        }
    }

    public void OnAgentReplaced()
    {
        _isOnFallback = true;
        recorder.OnAgentReplaced();
    }

    public IAsyncEnumerable<SessionEventEntry> WatchAsync(long after, CancellationToken cancellationToken) =>
        _events.WatchAsync(after, cancellationToken);

    public SessionSnapshot Snapshot(SessionEnd? end) =>
        new(session.Id, _status.State, _status.IsReconnecting, _status.Agent, _createdAt, end)
        {
            Responses = _status.Responses,
            IsOnFallback = _isOnFallback,
        };

    public void End(SessionEnd end)
    {
        if (_status.State == SessionState.Live)
        {
            OnEvent(new SessionEvent.StateChanged(SessionState.Ending));
        }

        OnEvent(new SessionEvent.StateChanged(SessionState.Ended));
        OnEvent(new SessionEvent.Ended(end));
    }

    /// <summary>Another process has the session: its end is that one's to tell.</summary>
    public void LetGo(SessionEnd end)
    {
        _status.Note(new SessionEvent.StateChanged(SessionState.Ended));
        log.Write(new SessionEvent.Ended(end));
        _meter.LetGo();
        _tracer.Trace(new SessionEvent.Ended(end));
        recorder.LetGo();
        _events.Complete();
    }
}
