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
    private readonly ConcurrentQueue<string> _ended = new();

    /// <inheritdoc/>
    public async Task<SessionStart> StartAsync(SessionSpecification specification, CancellationToken cancellationToken)
    {
        IConnector? connector = null;
        if (specification.ConnectorId is { } id && !connectors.TryFind(id, out connector))
        {
            return new(null, SessionEnd.For(SessionEndReasons.AgentMisconfigured), $"There is no connector '{id}'.");
        }

        var session = new Session(environment, specification, connector);
        if (!_sessions.TryAdd(specification.Id, session))
        {
            return new(null, SessionEnd.For(SessionEndReasons.ServerError), $"There is a session '{specification.Id}' already.");
        }

        _ = ForgetAsync(specification.Id, session);
        return await session.StartAsync(cancellationToken);
    }

    /// <summary>Goes on with a session of a process that is gone.</summary>
    /// <param name="record">Its record, with a plan.</param>
    /// <param name="cancellationToken">Gives up before it is taken over.</param>
    /// <returns>
    /// False: it can't be gone on with here and is still as it was. Whatever happens to it later ends it in good order.
    /// </returns>
    public async Task<bool> ResumeAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        IConnector? connector = null;
        if (record.Plan is not { } plan || (record.ConnectorId is { } id && !connectors.TryFind(id, out connector)))
        {
            return false;
        }

        var recall = await environment.Keeper.RecallAsync(record, cancellationToken);
        var session = new Session(environment, plan.Specification(record), connector, new(record, recall));
        if (!_sessions.TryAdd(record.Id, session))
        {
            return false;
        }

        _ = ForgetAsync(record.Id, session);
        await session.ResumeAsync(cancellationToken);
        return true;
    }

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
            _sessions.TryRemove(new(sessionId, session));
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
        var running = _sessions.Values.Where(session => !session.Completion.IsCompleted).ToList();
        running.ForEach(session => session.Stop(SessionEnd.For(SessionEndReasons.ServerShutdown)));
        await Task.WhenAll(running.Select(session => session.Completion));
    }

    private async Task ForgetAsync(string id, Session session)
    {
        await session.Completion;
        _ended.Enqueue(id);
        while (_ended.Count > EndedKept && _ended.TryDequeue(out var oldest))
        {
            _sessions.TryRemove(oldest, out _);
        }
    }
}
