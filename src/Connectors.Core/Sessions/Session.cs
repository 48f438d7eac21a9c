using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Bridging;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>
/// One bridged conversation from start to end: what outlives its bridge. It has exactly one end, whatever happens.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its pulse is disposed of at its end.")]
internal sealed class Session : ISessionObserver
{
    private readonly SessionEnvironment _environment;
    private readonly SessionSpecification _specification;
    private readonly IConnector? _connector;
    private readonly SessionLog _log;
    private readonly SessionMeter _meter;
    private readonly SessionEventLog _events;
    private readonly ISessionRecorder _recorder;
    private readonly AvatarLease _lease;
    private readonly SessionPlaces _places;
    private readonly SessionPulse _pulse;
    private readonly SessionEnding _ending;
    private readonly SessionTakeover? _takeover;
    private readonly TranscriptLog _transcript;
    private readonly TaskCompletionSource<SessionEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _createdAt;

    private readonly SessionStatus _status = new();
    private readonly Lock _lock = new();

    private Bridge? _bridge;
    private EndRequest? _stopWanted;

    /// <param name="environment">What sessions need.</param>
    /// <param name="specification">What it shall be.</param>
    /// <param name="connector">The agent's connector, or null.</param>
    /// <param name="takeover">What another process left of it; null: it begins here.</param>
    public Session(
        SessionEnvironment environment, SessionSpecification specification, IConnector? connector, SessionTakeover? takeover = null)
    {
        var recall = takeover?.Recall ?? SessionRecall.Nothing;
        _takeover = takeover;
        _environment = environment;
        _specification = specification;
        _connector = connector;
        _log = new(environment.Logger, specification);
        _meter = new(environment.Telemetry, specification.ConnectorId ?? "none");
        _recorder = environment.Keeper.Begin(specification, CutAsync, recall);
        _events = new(environment.Bridges.Time, _recorder, takeover is null ? 1 : takeover.Found.Epoch + 1);
        _transcript = recall.Transcript;
        _lease = new(environment.LiveAvatar, environment.Store, environment.Bridges.Time, specification, this);
        _places = new(environment, specification, _lease, this);
        _pulse = new(_lease, environment.Bridges.Time, () => Stop(SessionEnd.For(SessionEndReasons.TakenOver)));
        _ending = new(environment, _lease, _recorder, _log);
        _createdAt = takeover?.Found.CreatedAt ?? environment.Bridges.Time.GetUtcNow();
    }

    /// <summary>Completes with the end, when everything is torn down and written.</summary>
    public Task<SessionEnd> Completion => _completion.Task;

    public async Task<SessionStart> StartAsync(CancellationToken cancellationToken)
    {
        _meter.Started();
        try
        {
            var (place, failure) = await _places.FindAsync(cancellationToken);
            if (place is null)
            {
                return await FailAsync(failure!);
            }

            await _lease.SetLiveAsync();
            OnEvent(new SessionEvent.StateChanged(SessionState.Live));
            await BridgeAsync(place, null);
            return new(place.Access, null, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await FailAsync(SessionEnd.For(SessionEndReasons.StoppedByTenant), "The start was given up.");
        }
        catch (Exception error)
        {
            _log.StartBroke(error);
            return await FailAsync(SessionEnd.For(SessionEndReasons.ServerError), "The session could not be started; this is our fault.");
        }
    }

    /// <summary>Goes on where another process was; whatever keeps it from that ends the session in good order.</summary>
    /// <exception cref="Exception">The store's: it could not be taken over, and nothing was done.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        _meter.Started();
        var isOurs = false;
        try
        {
            isOurs = await _lease.TakeOverAsync(_takeover!.Found, cancellationToken);
        }
        finally
        {
            if (!isOurs)
            {
                LetGo();
            }
        }

        if (isOurs && !await TryGoOnAsync(_takeover))
        {
            await FailAsync(SessionEnd.For(SessionEndReasons.ServerRestarted), string.Empty);
        }
    }

    /// <summary>Ends the session, or keeps it from getting a bridge.</summary>
    public void Stop(SessionEnd end)
    {
        lock (_lock)
        {
            _stopWanted ??= new(end);
            _bridge?.Post(_stopWanted);
        }
    }

    public async Task<CommandOutcome> CommandAsync(RoomCommand command) =>
        await AskAsync<CommandOutcome>(answer => new CommandRequest(command, answer)) ?? CommandOutcome.Of(SendResult.NotOpen);

    public IAsyncEnumerable<SessionEventEntry> WatchAsync(long after, CancellationToken cancellationToken) =>
        _events.WatchAsync(after, cancellationToken);

    public SessionSnapshot Snapshot() => new(
        _specification.Id, _status.State, _status.IsReconnecting, _status.Agent, _createdAt,
        Completion.IsCompletedSuccessfully ? Completion.Result : null);

    public void OnEvent(SessionEvent e)
    {
        _status.Note(e);
        _log.Write(e);
        _meter.Measure(e);
        _events.OnEvent(e);
    }

    public async Task<TranscriptDocument> TranscriptAsync()
    {
        var cut = await CutAsync();
        return TranscriptDocument.From(_specification.Id, cut.Segments, cut.DroppedSegments);
    }

    // While the loop runs, the transcript is its own.
    private async Task<TranscriptCut> CutAsync() =>
        await AskAsync<TranscriptCut>(answer => new TranscriptRequest(segments => answer.TrySetResult(CutOf(segments))))
            ?? CutOf(_transcript.Segments());

    private TranscriptCut CutOf(IReadOnlyList<TranscriptSegment> segments) => new(segments, _transcript.DroppedSegments, _events.Last);

    private async Task<bool> TryGoOnAsync(SessionTakeover takeover)
    {
        try
        {
            OnEvent(new SessionEvent.StateChanged(SessionState.Live));
            if (_places.FindAgain(takeover.Found) is { } place)
            {
                await BridgeAsync(place, takeover.Resumption(_environment.Bridges.Time.GetUtcNow()));
                return true;
            }
        }
        catch (Exception error)
        {
            _log.StartBroke(error);
        }

        return false;
    }

    // Null: there is no loop that could answer, or not any more.
    private async Task<T?> AskAsync<T>(Func<TaskCompletionSource<T>, object> letter)
        where T : class
    {
        if (_bridge is not { } bridge || Completion.IsCompleted)
        {
            return null;
        }

        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        bridge.Post(letter(answer));
        await Task.WhenAny(answer.Task, Completion);
        return answer.Task.IsCompleted ? await answer.Task : null;
    }

    private async Task BridgeAsync(SessionPlace place, BridgeResumption? resumption)
    {
        var assignment = new BridgeAssignment(
            _specification, place.Room, place.AvatarSocket, place.Access.MaximumDuration, _connector, _transcript, _ending.StopAvatarAsync)
        {
            Resumption = resumption,
            OnProgress = _pulse.Note,
        };
        var bridge = new Bridge(_environment.Bridges, assignment, this);
        try
        {
            bridge.Start();
        }
        catch (Exception)
        {
            await AbandonAsync(bridge);
            throw;
        }

        lock (_lock)
        {
            _bridge = bridge;
            if (_stopWanted is { } stop)
            {
                bridge.Post(stop);
            }
        }

        _pulse.Start();
        _ = FinishAsync(bridge);
    }

    // Whatever it has joined must not stay there.
    private static async Task AbandonAsync(Bridge bridge)
    {
        using (bridge)
        {
            bridge.Abandon(SessionEnd.For(SessionEndReasons.ServerError));
            await bridge.Completion;
        }
    }

    private async Task FinishAsync(Bridge bridge)
    {
        try
        {
            await Task.Run(bridge.RunAsync);
            await CompleteAsync(await bridge.Completion);
        }
        catch (Exception error)
        {
            _log.LoopBroke(error);
            var end = SessionEnd.For(SessionEndReasons.ServerError);
            bridge.Abandon(end);
            await CompleteAsync(await bridge.Completion);
        }
        finally
        {
            lock (_lock)
            {
                // The session is kept for whoever asks how it ended; its bridge, buffers and all, need not be.
                _bridge = null;
            }

            bridge.Dispose();
        }
    }

    private Task<SessionStart> FailAsync(SessionEnd end, string message) => FailAsync(new(null, end, message));

    private async Task<SessionStart> FailAsync(SessionStart failed)
    {
        await _ending.TryStopAvatarAsync(failed.Failure!);
        await CompleteAsync(failed.Failure!);
        return failed;
    }

    private async Task CompleteAsync(SessionEnd end)
    {
        await _pulse.DisposeAsync();
        if (!await _ending.WriteAsync(end, TranscriptDocument.From(_specification.Id, _transcript)))
        {
            LetGo();
            return;
        }

        OnEvent(new SessionEvent.StateChanged(SessionState.Ended));
        OnEvent(new SessionEvent.Ended(end));
        await _ending.FlushAsync();
        _completion.SetResult(end);
    }

    // Its end is another process's to tell.
    private void LetGo()
    {
        var end = SessionEnd.For(SessionEndReasons.TakenOver);
        _status.Note(new SessionEvent.StateChanged(SessionState.Ended));
        _log.Write(new SessionEvent.Ended(end));
        _meter.Measure(new SessionEvent.Ended(end));
        _recorder.LetGo();
        _events.Complete();
        _completion.SetResult(end);
    }
}
