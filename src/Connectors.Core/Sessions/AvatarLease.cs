using Connectors.Core.Avatars;

namespace Connectors.Core.Sessions;

/// <summary>
/// A session's hold on LiveAvatar, from reserving to a stop that is confirmed. What has to be stopped is written down
/// before LiveAvatar is asked to start, so that nobody pays for an orphan, whatever happens to this process.
/// </summary>
internal sealed class AvatarLease(
    ILiveAvatarApi api, ISessionStore store, TimeProvider time, SessionSpecification session, ISessionObserver observer)
{
    // LiveAvatar is asked this often at the end of a session; what is left is the reaper's.
    private const int StopAttempts = 3;

    private static readonly TimeSpan StopPause = TimeSpan.FromSeconds(1);

    /// <summary>What is written down; null: nothing yet.</summary>
    public SessionRecord? Record { get; private set; }

    /// <summary>Reserves, writes down, starts; a failure leaves nothing behind that isn't written down.</summary>
    public async Task<AvatarResult<AvatarSession>> StartAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var token = await api.CreateTokenAsync(session.AvatarCredential, session.Avatar, cancellationToken);
        if (token.Value is not { } reserved)
        {
            return new(null, token.Failure);
        }

        Report(StartStage.AvatarToken, ref begun);
        await WriteDownAsync(reserved.SessionId, cancellationToken);
        Report(StartStage.Record, ref begun);
        var started = await api.StartAsync(reserved, cancellationToken);
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
        UpdateAsync(record => record with { State = SessionState.Live, LiveAt = time.GetUtcNow() }, CancellationToken.None);

    /// <summary>Asks LiveAvatar to stop, some times; what it doesn't confirm stays written down as owed.</summary>
    public async Task StopAsync(SessionEnd end)
    {
        if (Record is not { StopRequired: true, StopConfirmed: false, AvatarSessionId: { } avatarId })
        {
            return;
        }

        for (var attempt = 1; attempt <= StopAttempts; attempt++)
        {
            var stopped = await api.StopAsync(session.AvatarCredential, avatarId, end.AvatarReason, CancellationToken.None);
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

            await Task.Delay(stopped.Failure.RetryAfter ?? (attempt * StopPause), time);
        }
    }

    /// <summary>Writes the end.</summary>
    public Task EndAsync(SessionEnd end) => UpdateAsync(record => Ended(record, end), CancellationToken.None);

    private SessionRecord Ended(SessionRecord record, SessionEnd end)
    {
        var ended = record with { State = SessionState.Ended, End = end, EndedAt = time.GetUtcNow() };
        return ended.IsStopOwed ? ended : ended.WithoutSecrets();
    }

    private async Task WriteDownAsync(string? avatarSessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Record = await store.AddAsync(
            new SessionRecord
            {
                Id = session.Id,
                TenantId = session.TenantId,
                ConnectorId = session.ConnectorId,
                Room = session.Source,
                UserIdentity = session.UserIdentity,
                Details = session.Details,
                AvatarRequest = avatarSessionId is null ? null : session.Avatar,
                AvatarCredential = avatarSessionId is null ? null : session.AvatarCredential,
                AvatarSessionId = avatarSessionId,
                StopRequired = avatarSessionId is not null,
                CreatedAt = now,
                UpdatedAt = now,
                State = SessionState.Starting,
            },
            cancellationToken) ?? throw new InvalidOperationException($"There is a session with the id {session.Id} already.");
    }

    private async Task UpdateAsync(Func<SessionRecord, SessionRecord> change, CancellationToken cancellationToken)
    {
        if (Record is { } record)
        {
            // Nobody else writes this record while its session lives.
            Record = await store.UpdateAsync(change(record) with { UpdatedAt = time.GetUtcNow() }, cancellationToken) ?? record;
        }
    }

    private void Report(StartStage stage, ref long begun)
    {
        var now = time.GetTimestamp();
        observer.OnEvent(new SessionEvent.StageDone(stage, time.GetElapsedTime(begun, now)));
        begun = now;
    }
}
