using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Bridging;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Sessions.Handover;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>One bridged conversation from start to end: what outlives its bridge. It has exactly one end, whatever happens.</summary>
[SuppressMessage("Design", "CA1001", Justification = "What it has is disposed of at its end.")]
internal sealed class Session
{
    private readonly SessionEnvironment _environment;
    private readonly SessionSpecification _specification;
    private readonly SessionConnectors _connectors;
    private readonly SessionLog _log;
    private readonly SessionTelling _telling;
    private readonly AvatarLease _lease;
    private readonly SessionPlaces _places;
    private readonly SessionPulse _pulse;
    private readonly SessionEnding _ending;
    private readonly Mandate _mandate;
    private readonly BridgeRun _run;
    private readonly SessionDeparture _departure;
    private readonly TranscriptLog _transcript;
    private readonly TaskCompletionSource<SessionEnd> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly SessionTakeover? _takeover;
    private bool _isOurs = true;

    /// <param name="environment">What sessions need.</param>
    /// <param name="specification">What it shall be.</param>
    /// <param name="connectors">The connectors of its agents.</param>
    /// <param name="takeover">What another process left of it; null: it begins here.</param>
    public Session(
        SessionEnvironment environment, SessionSpecification specification, SessionConnectors connectors, SessionTakeover? takeover = null)
    {
        var recall = takeover?.Recall ?? SessionRecall.Nothing;
        _takeover = takeover;
        _environment = environment;
        _specification = specification;
        _connectors = connectors;
        _log = new(environment.Logger, specification);
        var recorder = environment.Keeper.Begin(specification, CutAsync, recall);
        _telling = new(environment, specification, recorder, _log, takeover?.Found);
        _transcript = recall.Transcript;
        _lease = new(environment, specification, _telling);
        _places = new(environment, specification, _lease, _telling);
        _mandate = new(environment.Fence, environment.Node.Id, specification.Id, environment.Bridges.Time, OnTakenOver);
        _pulse = new(_lease, takeover?.Found.Progress, environment.Bridges.Time, OnTakenOver);
        _ending = new(environment, _lease, recorder, _log);
        _run = new(environment.Bridges, _telling, _log, _completion.Task);
        _departure = new(_run, _mandate, _lease, recorder, environment.Bridges.Time);
    }

    public string Id => _specification.Id;

    /// <summary>Completes with the end, when everything is torn down and written.</summary>
    public Task<SessionEnd> Completion => _completion.Task;

    /// <summary>It is over here, because another process has it.</summary>
    public bool IsTakenOver => Completion is { IsCompletedSuccessfully: true, Result.Reason: SessionEndReasons.TakenOver };

    /// <summary>Another process has it still.</summary>
    public bool IsPrepared => !_isOurs && !Completion.IsCompleted;

    public async Task<SessionStart> StartAsync(CancellationToken cancellationToken)
    {
        using var start = _telling.Begin();
        try
        {
            if (!await _mandate.TakeAsync(cancellationToken))
            {
                return await FailAsync(SessionEnd.For(SessionEndReasons.ServerError), $"There is a session '{Id}' already.");
            }

            var (place, failure) = await _places.FindAsync(cancellationToken);
            if (place is null)
            {
                return await FailAsync(failure!);
            }

            await _lease.SetLiveAsync();
            _telling.OnEvent(new SessionEvent.StateChanged(SessionState.Live));
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
    /// <returns>False: another process has it, and nothing was done.</returns>
    /// <exception cref="Exception">The store's: it could not be taken over, and nothing was done.</exception>
    public async Task<bool> ResumeAsync(CancellationToken cancellationToken)
    {
        _telling.GoOn();
        if (!await TryTakeAsync(cancellationToken))
        {
            return false;
        }

        _telling.OnEvent(new SessionEvent.StateChanged(SessionState.Live));
        if (!await TryGoOnAsync(_takeover!, waitsOutside: false))
        {
            await FailAsync(SessionEnd.For(SessionEndReasons.ServerRestarted), string.Empty);
        }

        return true;
    }

    /// <summary>Makes everything ready that doesn't need the room, while another process still has the session.</summary>
    /// <returns>False: it can't go on here, and nothing is left of it.</returns>
    public async Task<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        _telling.GoOn();
        _isOurs = false;
        if (await TryGoOnAsync(_takeover!, waitsOutside: true) && await IsAgentReadyAsync(cancellationToken))
        {
            return true;
        }

        await AbandonAsync();
        return false;
    }

    /// <summary>Takes the session that was prepared, which the other process has released, and joins the room.</summary>
    /// <returns>False: another process has it, and nothing is left of it here.</returns>
    public async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (!await TryTakeAsync(cancellationToken))
        {
            return false;
        }

        _telling.OnEvent(new SessionEvent.StateChanged(SessionState.Live));
        _pulse.Start();
        _run.Post(EnterRequest.Instance);
        return true;
    }

    /// <summary>Lets go of what was prepared, or was taken by another.</summary>
    public Task AbandonAsync()
    {
        _isOurs = false;
        Stop(SessionEnd.For(SessionEndReasons.TakenOver));
        return _run.HasBegun ? Completion : LetGoAsync();
    }

    /// <summary>Moves the session to another process.</summary>
    /// <param name="succession">Finds it.</param>
    /// <param name="times">How long the conversation is given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False: nobody took it, and it is still here.</returns>
    public Task<bool> MoveAsync(ISuccession succession, DepartureTimes times, CancellationToken cancellationToken) =>
        _departure.MoveAsync(this, succession, times, cancellationToken);

    /// <summary>Ends the session, or keeps it from getting a bridge.</summary>
    public void Stop(SessionEnd end) => _run.Stop(end);

    public async Task<CommandOutcome> CommandAsync(RoomCommand command) =>
        await _run.AskAsync<CommandOutcome>(answer => new CommandRequest(command, answer)) ?? CommandOutcome.Of(SendResult.NotOpen);

    public IAsyncEnumerable<SessionEventEntry> WatchAsync(long after, CancellationToken cancellationToken) =>
        _telling.WatchAsync(after, cancellationToken);

    public SessionSnapshot Snapshot() => _telling.Snapshot(Completion.IsCompletedSuccessfully ? Completion.Result : null);

    public async Task<TranscriptDocument> TranscriptAsync()
    {
        var cut = await CutAsync();
        return TranscriptDocument.From(_specification.Id, cut.Segments, cut.DroppedSegments);
    }

    // While the loop runs, the transcript is its own.
    private async Task<TranscriptCut> CutAsync() =>
        await _run.AskAsync<TranscriptCut>(answer => new TranscriptRequest(segments => answer.TrySetResult(CutOf(segments))))
            ?? CutOf(_transcript.Segments());

    private TranscriptCut CutOf(IReadOnlyList<TranscriptSegment> segments) => new(segments, _transcript.DroppedSegments, _telling.Last);

    // Nothing is done by whoever is not sure to have it.
    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        _isOurs = false;
        try
        {
            _isOurs = await _mandate.TakeAsync(cancellationToken) && await _lease.TakeOverAsync(_takeover!.Found, cancellationToken);
        }
        finally
        {
            if (!_isOurs)
            {
                await AbandonAsync();
            }
        }

        return _isOurs;
    }

    private async Task<bool> TryGoOnAsync(SessionTakeover takeover, bool waitsOutside)
    {
        try
        {
            if (_places.FindAgain(takeover.Found) is { } place)
            {
                var resumption = takeover.Resumption(_environment.Bridges.Time.GetUtcNow());
                await BridgeAsync(place, resumption with { WaitsOutside = waitsOutside });
                return true;
            }
        }
        catch (Exception error)
        {
            _log.StartBroke(error);
        }

        return false;
    }

    private async Task BridgeAsync(SessionPlace place, BridgeResumption? resumption)
    {
        var assignment = new BridgeAssignment(
            _specification, place.Room, place.AvatarSocket, place.Access.MaximumDuration, _connectors.Main, _transcript,
            _ending.StopAvatarAsync)
        {
            FallbackConnector = _connectors.Fallback,
            Resumption = resumption,
            Mandate = _mandate,
            OnProgress = _pulse.Note,
            OnAgentReplaced = _telling.OnAgentReplaced,
        };
        await _run.StartAsync(assignment, CompleteAsync);
        if (_isOurs)
        {
            _pulse.Start();
        }
    }

    private Task<SessionStart> FailAsync(SessionEnd end, string message) => FailAsync(new(null, end, message));

    private async Task<SessionStart> FailAsync(SessionStart failed)
    {
        await _ending.TryStopAvatarAsync(failed.Failure!);
        await CompleteAsync(failed.Failure!);
        return failed;
    }

    // An agent that wasn't talked with yet is opened when the user is there, as in any session.
    private async Task<bool> IsAgentReadyAsync(CancellationToken cancellationToken)
    {
        if (_connectors.Main is not null && _takeover!.Found.Progress is not null)
        {
            await Task.WhenAny(_telling.AgentReady, Completion).WaitAsync(cancellationToken);
        }

        return !Completion.IsCompleted;
    }

    private void OnTakenOver()
    {
        if (!_departure.IsUnderWay)
        {
            Stop(SessionEnd.For(SessionEndReasons.TakenOver));
        }
    }

    private async Task CompleteAsync(SessionEnd end)
    {
        await _pulse.DisposeAsync();
        if (!_isOurs || !await _ending.WriteAsync(end, TranscriptDocument.From(_specification.Id, _transcript)))
        {
            await LetGoAsync();
            return;
        }

        _telling.End(end);
        await _ending.FlushAsync();
        await _mandate.DisposeAsync();
        _completion.SetResult(end);
    }

    // Its end is another process's to tell.
    private async Task LetGoAsync()
    {
        var end = SessionEnd.For(SessionEndReasons.TakenOver);
        _telling.LetGo(end);
        await _mandate.DisposeAsync();
        _completion.TrySetResult(end);
    }
}
