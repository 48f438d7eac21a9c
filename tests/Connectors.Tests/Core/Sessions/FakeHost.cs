using System.Collections.Concurrent;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Transcripts;

namespace Connectors.Tests.Core.Sessions;

/// <summary>A host whose sessions are there at once and do nothing.</summary>
internal sealed class FakeHost(Action? onStart = null) : ISessionHost
{
    public ConcurrentDictionary<string, SessionSpecification> Started { get; } = new();

    public ConcurrentBag<string> Stopped { get; } = [];

    /// <summary>How sessions stand; none of them unless said.</summary>
    public ConcurrentDictionary<string, SessionSnapshot> Snapshots { get; } = new();

    /// <summary>What whoever watches is told; nothing unless set.</summary>
    public Func<IAsyncEnumerable<SessionEventEntry>> Watch { get; set; } = AsyncEnumerable.Empty<SessionEventEntry>;

    public async Task<SessionStart> StartAsync(SessionSpecification specification, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Started[specification.Id] = specification;
        onStart?.Invoke();
        return new(new(specification.Id, null, null, null), null, null);
    }

    public Task<SessionSnapshot?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult(Snapshots.GetValueOrDefault(sessionId));

    public Task<TranscriptDocument?> TranscriptAsync(string sessionId, CancellationToken cancellationToken) =>
        Task.FromResult<TranscriptDocument?>(null);

    public Task ForgetAsync(string sessionId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CommandOutcome?> CommandAsync(string sessionId, RoomCommand command, CancellationToken cancellationToken) =>
        Task.FromResult<CommandOutcome?>(null);

    public IAsyncEnumerable<SessionEventEntry> WatchAsync(string sessionId, long after, CancellationToken cancellationToken) =>
        Watch();

    public Task<SessionEnd?> StopAsync(string sessionId, string reason, CancellationToken cancellationToken)
    {
        Stopped.Add(sessionId);
        return Task.FromResult<SessionEnd?>(SessionEnd.For(reason));
    }
}
