using System.Collections.Concurrent;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Tenancy;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>Hosts sessions in this process: the single-node edition.</summary>
/// <param name="environment">What sessions need.</param>
/// <param name="connectors">The connectors that voice agents may name.</param>
public sealed class LocalSessionHost(SessionEnvironment environment, ConnectorCatalog connectors) : ISessionHost, IAsyncDisposable
{
    // Ended sessions stay readable for whoever asks how they ended.
    private const int EndedKept = 200;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<SessionStart>> _starts = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Session> _ended = new();

    /// <inheritdoc/>
    public async Task<SessionStart> StartAsync(SessionSpecification specification, CancellationToken cancellationToken)
    {
        if (SessionConnectors.Find(connectors, specification) is not { } found)
        {
            return new(
                null, SessionEnd.For(SessionEndReasons.AgentMisconfigured), $"There is no connector '{specification.ConnectorId}'.");
        }

        var answer = new TaskCompletionSource<SessionStart>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_starts.TryAdd(specification.Id, answer))
        {
            return _starts.TryGetValue(specification.Id, out var first)
                ? await first.Task.WaitAsync(cancellationToken)
                : AlreadyThere(specification);
        }

        var session = new Session(environment, specification, found);
        if (!_sessions.TryAdd(specification.Id, session))
        {
            _starts.TryRemove(new(specification.Id, answer));
            answer.SetResult(AlreadyThere(specification));
            return await answer.Task;
        }

        _ = ForgetAsync(session);
        answer.SetResult(await session.StartAsync(cancellationToken));
        return await answer.Task;
    }

    /// <summary>Goes on with a session of a process that is gone.</summary>
    /// <param name="record">Its record, with a plan.</param>
    /// <param name="cancellationToken">Gives up before it is taken over.</param>
    /// <returns>
    /// Whether it goes on; <see cref="TakeUp.Ended"/>: it can't be gone on with here and is still as it was. Whatever happens to it
    /// later ends it in good order.
    /// </returns>
    public async Task<TakeUp> ResumeAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (await AdoptAsync(record, cancellationToken) is not { } session)
        {
            return Has(record.Id) ? TakeUp.Held : TakeUp.Ended;
        }

        return await session.ResumeAsync(cancellationToken) ? TakeUp.Resumed : TakeUp.Held;
    }

    /// <summary>Makes ready what it can of a session that another process still has.</summary>
    /// <param name="record">Its record, with a plan.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False: it can't go on here.</returns>
    public async Task<bool> PrepareAsync(SessionRecord record, CancellationToken cancellationToken) =>
        await AdoptAsync(record, cancellationToken) is { } session && await session.PrepareAsync(cancellationToken);

    /// <summary>Takes over what was prepared, once the other process has released it.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Gives up before it is taken over.</param>
    /// <returns>False: it isn't here, or another process has it.</returns>
    public async Task<bool> EnterAsync(string sessionId, CancellationToken cancellationToken) =>
        _sessions.TryGetValue(sessionId, out var session) && await session.EnterAsync(cancellationToken);

    /// <summary>Lets go of what was prepared and isn't needed.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    public Task AbandonAsync(string sessionId) =>
        _sessions.TryGetValue(sessionId, out var session) && session.IsPrepared ? session.AbandonAsync() : Task.CompletedTask;

    /// <summary>Whether a session is this process's: also one that is prepared here, or ended here a short while ago.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    public bool Has(string sessionId) => _sessions.TryGetValue(sessionId, out var session) && !session.IsTakenOver;

    /// <summary>Completes when a session is over here, also by another process's having it; null if there is none of this id.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    public Task? Completion(string sessionId) => _sessions.GetValueOrDefault(sessionId)?.Completion;

    /// <inheritdoc/>
    public Task<SessionSnapshot?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult(_sessions.GetValueOrDefault(sessionId)?.Snapshot());

    /// <inheritdoc/>
    public async Task<TranscriptDocument?> TranscriptAsync(string sessionId, CancellationToken cancellationToken) =>
        _sessions.TryGetValue(sessionId, out var session) ? await session.TranscriptAsync().WaitAsync(cancellationToken) : null;

    /// <inheritdoc/>
    public Task ForgetAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue(sessionId, out var session) && session.Completion.IsCompleted)
        {
            Remove(session);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<CommandOutcome?> CommandAsync(string sessionId, RoomCommand command, CancellationToken cancellationToken) =>
        _sessions.TryGetValue(sessionId, out var session)
            ? await session.CommandAsync(command).WaitAsync(cancellationToken)
            : null;

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionEventEntry> WatchAsync(string sessionId, long after, CancellationToken cancellationToken) =>
        _sessions.GetValueOrDefault(sessionId)?.WatchAsync(after, cancellationToken) ?? AsyncEnumerable.Empty<SessionEventEntry>();

    /// <inheritdoc/>
    public async Task<SessionEnd?> StopAsync(string sessionId, string reason, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(sessionId, out var session))
        {
            return null;
        }

        session.Stop(SessionEnd.For(reason));
        return await session.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Ends all sessions in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        var running = Running;
        foreach (var session in running)
        {
            session.Stop(SessionEnd.For(SessionEndReasons.ServerShutdown));
        }

        await Task.WhenAll(running.Select(session => session.Completion));
    }

    /// <summary>Sessions that are not over.</summary>
    internal IReadOnlyList<Session> Running => [.. _sessions.Values.Where(session => !session.Completion.IsCompleted)];

    private async Task<Session?> AdoptAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        if (record.Plan?.Specification(record) is not { } specification
            || SessionConnectors.Find(connectors, specification) is not { } found)
        {
            return null;
        }

        var recall = await environment.Keeper.RecallAsync(record, cancellationToken);
        var session = new Session(environment, specification, found, new(record, recall));
        var isFree = _sessions.TryAdd(record.Id, session)
            || (_sessions.TryGetValue(record.Id, out var before) && before.IsTakenOver && _sessions.TryUpdate(record.Id, session, before));
        if (!isFree)
        {
            return null;
        }

        _ = ForgetAsync(session);
        return session;
    }

    private async Task ForgetAsync(Session session)
    {
        await session.Completion;
        _ended.Enqueue(session);
        while (_ended.Count > EndedKept && _ended.TryDequeue(out var oldest))
        {
            Remove(oldest);
        }
    }

    private void Remove(Session session)
    {
        if (_sessions.TryRemove(new(session.Id, session)))
        {
            _starts.TryRemove(session.Id, out _);
        }
    }

    private static SessionStart AlreadyThere(SessionSpecification specification) =>
        new(null, SessionEnd.For(SessionEndReasons.ServerError), $"There is a session '{specification.Id}' already.");
}
