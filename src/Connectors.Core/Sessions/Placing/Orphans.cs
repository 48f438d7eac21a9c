using Connectors.Core.Sessions.Fencing;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Sessions.Placing;

/// <summary>Sessions whose node is gone: has each of them taken up where there is room. Doing it twice does no harm.</summary>
/// <param name="store">Where sessions are looked for.</param>
/// <param name="fence">Who has them.</param>
/// <param name="nodes">Who is there.</param>
/// <param name="finder">Has them taken up.</param>
/// <param name="logger">Told of those that nobody took.</param>
public sealed partial class Orphans(
    ISessionStore store, ISessionFence fence, INodeView nodes, ISessionFinder finder, ILogger<Orphans> logger)
{
    private const int Most = 10_000;
    private const int AtOnce = 32;

    /// <summary>Looks for them, and has them taken up.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        var active = nodes.Active;
        List<string> orphans = [];
        foreach (var record in await store.ListUnfinishedAsync(Most, cancellationToken))
        {
            if (record.Holder is null || !active.Contains(record.Holder)
                || await fence.FindAsync(record.Id, cancellationToken) is not { IsHeld: true })
            {
                orphans.Add(record.Id);
            }
        }

        await TakeUpAsync(orphans, cancellationToken);
    }

    private Task TakeUpAsync(IReadOnlyCollection<string> sessions, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        sessions,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (id, cancellation) =>
        {
            try
            {
                await finder.TakeUpAsync(id, cancellation);
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                Log.NotTakenUp(logger, id, error.GetType().FullName);
            }
        });

    private static partial class Log
    {
        [LoggerMessage(1041, LogLevel.Error, "Session {SessionId} of a node that is gone was not taken up: {ErrorType}")]
        public static partial void NotTakenUp(ILogger logger, string sessionId, string? errorType);
    }
}
