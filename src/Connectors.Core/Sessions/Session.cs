using Connectors.Core.Bridging;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>
/// One bridged conversation from start to end: what outlives its bridge. It has exactly one end, whatever happens.
/// </summary>
internal sealed class Session : ISessionObserver
{
    // What an end may still do before the session counts as over all the same.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    // Likewise for each of its last writes.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private readonly SessionEnvironment _environment;
    private readonly SessionSpecification _specification;
    private readonly IConnector? _connector;
    private readonly SessionLog _log;
    private readonly SessionMeter _meter;
    private readonly SessionEventLog _events;
    private readonly ISessionRecorder _recorder;
    private readonly AvatarLease _lease;
    private readonly SessionPlaces _places;
    private readonly TranscriptLog _transcript;
    private readonly TaskCompletionSource<SessionEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _createdAt;

    private readonly Lock _lock = new();

    private Bridge? _bridge;
    private EndRequest? _stopWanted;
    private int _reconnecting;

    public Session(SessionEnvironment environment, SessionSpecification specification, IConnector? connector)
    {
        _environment = environment;
        _specification = specification;
        _connector = connector;
        _log = new(environment.Logger, specification);
        _meter = new(environment.Telemetry, specification.ConnectorId ?? "none");
        _recorder = environment.Keeper.Begin(specification, TranscriptAsync);
        _events = new(environment.Bridges.Time, _recorder);
        _transcript = new(new TranscriptLimits());
        _lease = new(environment.LiveAvatar, environment.Store, environment.Bridges.Time, specification, this);
        _places = new(environment, specification, _lease, this);
        _createdAt = environment.Bridges.Time.GetUtcNow();
    }

    /// <summary>Completes with the end, when everything is torn down and written.</summary>
    public Task<SessionEnd> Completion => _completion.Task;

    public SessionState State { get; private set; } = SessionState.Starting;

    public AgentState Agent { get; private set; } = AgentState.Listening;

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

            if (_places.HostRefusal(place.Room.Url) is { } unlisted)
            {
                return await FailAsync(SessionEnd.For(SessionEndReasons.RoomHostNotListed), unlisted);
            }

            if (_places.CheckToken(place.Room.Token, out var problem) is { } refused)
            {
                return await FailAsync(refused, problem);
            }

            await _lease.SetLiveAsync();
            OnEvent(new SessionEvent.StateChanged(SessionState.Live));
            await BridgeAsync(place);
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

    /// <summary>Ends the session, or keeps it from getting a bridge.</summary>
    public void Stop(SessionEnd end)
    {
        lock (_lock)
        {
            _stopWanted ??= new(end);
            _bridge?.Post(_stopWanted);
        }
    }

    public async Task<CommandOutcome> CommandAsync(RoomCommand command)
    {
        if (_bridge is not { } bridge || Completion.IsCompleted)
        {
            return CommandOutcome.Of(SendResult.NotOpen);
        }

        var answer = new TaskCompletionSource<CommandOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        bridge.Post(new CommandRequest(command, answer));
        await Task.WhenAny(answer.Task, Completion);
        return answer.Task.IsCompleted ? await answer.Task : CommandOutcome.Of(SendResult.NotOpen);
    }

    public IAsyncEnumerable<SessionEventEntry> WatchAsync(long after, CancellationToken cancellationToken) =>
        _events.WatchAsync(after, cancellationToken);

    public SessionSnapshot Snapshot() => new(
        _specification.Id, State, State == SessionState.Live && _reconnecting > 0, Agent, _createdAt,
        Completion.IsCompletedSuccessfully ? Completion.Result : null);

    public void OnEvent(SessionEvent e)
    {
        switch (e)
        {
            case SessionEvent.StateChanged changed:
                State = changed.State;
                break;
            case SessionEvent.AgentStateChanged changed:
                Agent = changed.State;
                break;
            case SessionEvent.Reconnecting:
                _reconnecting++;
                break;
            case SessionEvent.Reconnected:
                _reconnecting--;
                break;
        }

        _log.Write(e);
        _meter.Measure(e);
        _events.OnEvent(e);
    }

    public async Task<TranscriptDocument> TranscriptAsync() =>
        TranscriptDocument.From(_specification.Id, await SegmentsAsync(), _transcript.DroppedSegments);

    // While the loop runs, the transcript is its own.
    private async Task<IReadOnlyList<TranscriptSegment>> SegmentsAsync()
    {
        if (_bridge is { } bridge && !Completion.IsCompleted)
        {
            var request = new TranscriptRequest(new(TaskCreationOptions.RunContinuationsAsynchronously));
            bridge.Post(request);
            await Task.WhenAny(request.Answer.Task, Completion);
            if (request.Answer.Task.IsCompleted)
            {
                return await request.Answer.Task;
            }
        }

        return _transcript.Segments();
    }

    private async Task BridgeAsync(SessionPlace place)
    {
        var assignment = new BridgeAssignment(
            _specification, place.Room, place.AvatarSocket, place.Access.MaximumDuration, _connector, _transcript, StopAvatarAsync);
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

    private async Task StopAvatarAsync(SessionEnd end) => await _lease.StopAsync(end).WaitAsync(StopLimit, _environment.Bridges.Time);

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
        await TryAsync(() => StopAvatarAsync(failed.Failure!));
        await CompleteAsync(failed.Failure!);
        return failed;
    }

    private async Task CompleteAsync(SessionEnd end)
    {
        await TryAsync(() => _recorder.CloseAsync(new(
            end, _environment.Bridges.Time.GetUtcNow(), _lease.Record, TranscriptDocument.From(_specification.Id, _transcript))));
        await TryAsync(() => _lease.EndAsync(end));
        OnEvent(new SessionEvent.StateChanged(SessionState.Ended));
        OnEvent(new SessionEvent.Ended(end));
        await TryAsync(_recorder.FlushAsync);
        _completion.SetResult(end);
    }

    private async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write().WaitAsync(WriteLimit, _environment.Bridges.Time);
        }
        catch (Exception error)
        {
            // The record still says that it is unfinished: the next start of the process looks after it.
            _log.EndNotWritten(error);
        }
    }
}
