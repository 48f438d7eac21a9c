using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Avatars;

namespace Connectors.Core.Sessions;

/// <summary>
/// A session's hold on LiveAvatar, from reserving to a stop that is confirmed, and on its own record. What has to be stopped is
/// written down before LiveAvatar is asked to start, so that nobody pays for an orphan, whatever happens to this process. Once
/// another process has taken the session over, nothing is written or stopped any more.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without its wait handle a SemaphoreSlim holds nothing.")]
internal sealed class AvatarLease(SessionEnvironment environment, SessionSpecification session, ISessionObserver observer)
{
    // A process that was believed to be gone may write a last sign of life meanwhile; the fence says whose session it is.
    private const int TakeAttempts = 3;

    // LiveAvatar is asked this often at the end of a session; what is left is the reaper's.
    private const int StopAttempts = 3;

    private static readonly TimeSpan StopPause = TimeSpan.FromSeconds(1);

    // The session's loop, its pulse and its end write one after the other.
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>What is written down; null: nothing yet.</summary>
    public SessionRecord? Record { get; private set; }

    /// <summary>Another process has the session, as far as is known.</summary>
    public bool IsTakenOver { get; private set; }

    private ILiveAvatarApi Api => environment.LiveAvatar;

    private ISessionStore Store => environment.Store;

    private TimeProvider Time => environment.Bridges.Time;

    /// <summary>Takes a session over from a process that is gone, or is believed to be, or has released it.</summary>
    /// <returns>False: somebody else was faster, or it is over.</returns>
    public async Task<bool> TakeOverAsync(SessionRecord found, CancellationToken cancellationToken)
    {
        var present = found;
        for (var attempt = 0; attempt < TakeAttempts && Record is null; attempt++)
        {
            Record = await Store.UpdateAsync(
                present with { Epoch = found.Epoch + 1, Holder = environment.Node.Id, UpdatedAt = Time.GetUtcNow() }, cancellationToken);
            present = Record ?? await Store.FindAsync(found.Id, cancellationToken) ?? present;
            if (present.Epoch != (Record ?? found).Epoch || present.State != SessionState.Live)
            {
                break;
            }
        }

        IsTakenOver = Record is null;
        return !IsTakenOver;
    }

    /// <summary>Asks the store whether another process has the session by now.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (!IsTakenOver && Record is { } mine && await Store.FindAsync(mine.Id, cancellationToken) is { } present)
        {
            IsTakenOver = IsOthers(present, mine);
        }

        return IsTakenOver;
    }

    /// <summary>Leaves the session to another process, which is believed to have it and can't be asked about.</summary>
    public void LetGo() => IsTakenOver = true;

    /// <summary>Writes a sign of life, and how far the agent's conversation is.</summary>
    public Task TouchAsync(AgentProgress? progress, CancellationToken cancellationToken) =>
        UpdateAsync(record => record with { Progress = progress ?? record.Progress }, cancellationToken);

    /// <summary>Reserves, writes down, starts; a failure leaves nothing behind that isn't written down.</summary>
    /// <param name="request">What is asked of LiveAvatar: the session's, with the tokens of a room that is the tenant's own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AvatarResult<AvatarSession>> StartAsync(AvatarSessionRequest request, CancellationToken cancellationToken)
    {
        var begun = Time.GetTimestamp();
        var token = await Api.CreateTokenAsync(session.AvatarCredential, request, cancellationToken);
        if (token.Value is not { } reserved)
        {
            return new(null, token.Failure);
        }

        Report(StartStage.AvatarToken, ref begun);
        await WriteDownAsync(reserved.SessionId, cancellationToken);
        Report(StartStage.Record, ref begun);
        var started = await Api.StartAsync(reserved, cancellationToken);
        if (started.Value is { } avatar)
        {
            await UpdateAsync(record => record with { Started = true, AvatarSession = avatar }, cancellationToken);
            Report(StartStage.AvatarStart, ref begun);
        }

        return started;
    }

    /// <summary>Writes down a session that LiveAvatar need not be asked about.</summary>
    public Task WriteDownAsync(CancellationToken cancellationToken) => WriteDownAsync(null, cancellationToken);

    /// <summary>Writes that the session is live.</summary>
    public Task SetLiveAsync() =>
        UpdateAsync(record => record with { State = SessionState.Live, LiveAt = Time.GetUtcNow() }, CancellationToken.None);

    /// <summary>Asks LiveAvatar to stop, some times; what it doesn't confirm stays written down as owed.</summary>
    public async Task StopAsync(SessionEnd end)
    {
        if (Record is not { StopRequired: true, StopConfirmed: false, AvatarSessionId: { } avatarId })
        {
            return;
        }

        for (var attempt = 1; attempt <= StopAttempts; attempt++)
        {
            var stopped = await Api.StopAsync(session.AvatarCredential, avatarId, end.AvatarReason, CancellationToken.None);
            if (stopped.Failure is null)
            {
                await UpdateAsync(record => record with { StopConfirmed = true }, CancellationToken.None);
                return;
            }

            if (!stopped.Failure.Retryable || attempt == StopAttempts)
            {
                observer.OnEvent(new SessionEvent.Warning(
                    "avatar-stop-owed", $"LiveAvatar did not confirm the stop ({stopped.Failure.Kind}); it will be asked again."));
                return;
            }

            await Task.Delay(stopped.Failure.RetryAfter ?? (attempt * StopPause), Time);
        }
    }

    /// <summary>Writes the end.</summary>
    public Task EndAsync(SessionEnd end) => UpdateAsync(record => Ended(record, end), CancellationToken.None);

    // Whoever ended it had taken it over, or believed us to be gone, and looks after what is owed.
    private static bool IsOthers(SessionRecord present, SessionRecord mine) =>
        present.Epoch > mine.Epoch || (present.State == SessionState.Ended && mine.State != SessionState.Ended);

    private SessionRecord Ended(SessionRecord record, SessionEnd end)
    {
        var ended = record.Over(end, Time.GetUtcNow());
        return ended.IsStopOwed ? ended : ended.WithoutSecrets();
    }

    private async Task WriteDownAsync(string? avatarSessionId, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        Record = await Store.AddAsync(
            new SessionRecord
            {
                Id = session.Id,
                TenantId = session.TenantId,
                Holder = environment.Node.Id,
                ConnectorId = session.ConnectorId,
                Room = session.Source,
                UserIdentity = session.UserIdentity,
                Details = session.Details,
                AvatarRequest = avatarSessionId is null ? null : session.Avatar,
                AvatarCredential = avatarSessionId is null ? null : session.AvatarCredential,
                AvatarSessionId = avatarSessionId,
                StopRequired = avatarSessionId is not null,
                Plan = SessionPlan.Of(session),
                CreatedAt = now,
                UpdatedAt = now,
                State = SessionState.Starting,
            },
            cancellationToken) ?? throw new InvalidOperationException($"There is a session with the id {session.Id} already.");
    }

    private async Task UpdateAsync(Func<SessionRecord, SessionRecord> change, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < 2 && !IsTakenOver && Record is { } record; attempt++)
            {
                if (await Store.UpdateAsync(change(record) with { UpdatedAt = Time.GetUtcNow() }, cancellationToken) is { } written)
                {
                    Record = written;
                    return;
                }

                // A write of ours whose answer got lost, or of a process that has taken the session over.
                var present = await Store.FindAsync(record.Id, cancellationToken) ?? record;
                IsTakenOver |= IsOthers(present, record);
                Record = IsTakenOver ? record : present;
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Report(StartStage stage, ref long begun)
    {
        var now = Time.GetTimestamp();
        observer.OnEvent(new SessionEvent.StageDone(stage, Time.GetElapsedTime(begun, now)));
        begun = now;
    }
}
