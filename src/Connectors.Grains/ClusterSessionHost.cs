using System.Runtime.CompilerServices;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Crossing;
using Connectors.Core.Sessions.Placing;
using Connectors.Core.Transcripts;

namespace Connectors.Grains;

/// <summary>Hosts sessions in a cluster: whichever node is asked, the session's own node answers.</summary>
internal sealed class ClusterSessionHost(
    SessionCalls calls, ISessionStore store, NodeSessions here, SessionParcels parcels, NodeChoice choice) : ISessionHost
{
    private const int MostNodes = 4;

    private static readonly TimeSpan AfterFull = TimeSpan.FromSeconds(5);

    public async Task<SessionStart> StartAsync(SessionSpecification specification, CancellationToken cancellationToken)
    {
        var name = (specification.TenantId, specification.Id);
        var parcel = await parcels.SealAsync(name, specification, cancellationToken);
        try
        {
            for (var attempt = 1; attempt <= MostNodes; attempt++)
            {
                var reply = await calls.AskAsync(
                    name.Id, grain => grain.StartAsync(name.TenantId, parcel, cancellationToken), CallRule.Once, cancellationToken);
                if (reply.Kind == ReplyKind.Here)
                {
                    return await parcels.OpenAsync<SessionStart>(name, reply.Parcel, CancellationToken.None);
                }

                choice.Avoid(reply.Node);
            }

            return Failed(SessionEndReasons.NoCapacity, "The service is full. This is our limit, not yours.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await EndAsync(name.Id, SessionEndReasons.StoppedByTenant, "The start was given up.");
        }
        catch (Exception error) when (SessionCalls.IsLost(error))
        {
            return await EndAsync(name.Id, SessionEndReasons.NoCapacity, "The node that was to have the session was lost. Try again.");
        }
    }

    public Task<SessionSnapshot?> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        AskAsync<SessionSnapshot>(sessionId, static (grain, tenantId) => grain.FindAsync(tenantId), cancellationToken);

    public Task<TranscriptDocument?> TranscriptAsync(string sessionId, CancellationToken cancellationToken) =>
        AskAsync<TranscriptDocument>(sessionId, static (grain, tenantId) => grain.TranscriptAsync(tenantId), cancellationToken);

    public Task<SessionEnd?> StopAsync(string sessionId, string reason, CancellationToken cancellationToken) =>
        AskAsync<SessionEnd>(sessionId, (grain, tenantId) => grain.StopAsync(tenantId, reason), cancellationToken);

    public async Task ForgetAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(sessionId, cancellationToken) is not null)
        {
            await calls.AskAsync(sessionId, static grain => grain.ForgetAsync(), CallRule.Repeated, cancellationToken);
        }
    }

    public async Task<CommandOutcome?> CommandAsync(string sessionId, RoomCommand command, CancellationToken cancellationToken)
    {
        // What follows is not repeated, so the session is looked for before: that may take as long as it takes.
        if (await store.FindAsync(sessionId, cancellationToken) is not { } record
            || await FindAsync(sessionId, cancellationToken) is null)
        {
            return null;
        }

        var parcel = await parcels.SealAsync((record.TenantId, sessionId), command, cancellationToken);
        try
        {
            var reply = await calls.AskAsync(
                sessionId, grain => grain.CommandAsync(record.TenantId, parcel), CallRule.Once, cancellationToken);
            return await OpenAsync<CommandOutcome>(record, reply);
        }
        catch (Exception error) when (SessionCalls.IsLost(error))
        {
            return CommandOutcome.Unknown;
        }
    }

    public async IAsyncEnumerable<SessionEventEntry> WatchAsync(
        string sessionId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(sessionId, cancellationToken);
        var isOver = record is null;
        while (!isOver)
        {
            // What is here is followed without asking anybody where it is.
            var reply = here.Has(sessionId) ? await here.WatchAsync((record!.TenantId, sessionId), after) : SessionReply.Moved;
            reply = reply.Kind != ReplyKind.Moved ? reply : await calls.AskAsync(
                sessionId, grain => grain.WatchAsync(record!.TenantId, after), CallRule.Following, cancellationToken);
            isOver = reply.Kind != ReplyKind.Here;
            foreach (var entry in await OpenAsync<IReadOnlyList<SessionEventEntry>>(record!, reply) ?? [])
            {
                after = entry.Sequence;
                isOver |= entry.Event is SessionEvent.Ended;
                yield return entry;
            }
        }
    }

    private async Task<T?> AskAsync<T>(
        string sessionId, Func<ISessionGrain, string, Task<byte[]>> call, CancellationToken cancellationToken)
        where T : class => await store.FindAsync(sessionId, cancellationToken) is { } record
            ? await OpenAsync<T>(
                record, await calls.AskAsync(sessionId, grain => call(grain, record.TenantId), CallRule.Repeated, cancellationToken))
            : null;

    private async Task<T?> OpenAsync<T>(SessionRecord record, SessionReply reply)
        where T : class => reply.Kind == ReplyKind.Here
            ? await parcels.OpenAsync<T>((record.TenantId, record.Id), reply.Parcel, CancellationToken.None)
            : null;

    // Nobody knows how far it came: nothing of it may be left behind.
    private async Task<SessionStart> EndAsync(string sessionId, string reason, string message)
    {
        await StopAsync(sessionId, reason, CancellationToken.None);
        return Failed(reason, message);
    }

    private static SessionStart Failed(string reason, string message) => new(null, SessionEnd.For(reason), message, AfterFull);
}
