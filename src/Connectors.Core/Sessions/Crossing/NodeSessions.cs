using Connectors.Core.Records;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Sessions.Placing;

namespace Connectors.Core.Sessions.Crossing;

/// <summary>
/// What other nodes may ask of this node's sessions. Before anything is answered the session is here: one whose node is gone is taken
/// up first, one that another node has is not answered for.
/// </summary>
/// <param name="environment">What sessions need.</param>
/// <param name="host">This node's sessions.</param>
/// <param name="resumer">Takes up those of nodes that are gone.</param>
/// <param name="admission">This node's room.</param>
/// <param name="nodes">Who is there.</param>
/// <param name="parcels">Opens what is asked, seals what is answered.</param>
public sealed class NodeSessions(
    SessionEnvironment environment,
    LocalSessionHost host,
    SessionResumer resumer,
    NodeAdmission admission,
    INodeView nodes,
    SessionParcels parcels)
{
    private const int MostEvents = 200;
    private const int MostLooks = 5;

    // A session that was released by a node that is there is about to be taken by the one that it goes to.
    private static readonly TimeSpan HandoverPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WatchLimit = TimeSpan.FromSeconds(10);

    private TimeProvider Time => environment.Bridges.Time;

    /// <summary>Completes when a session is over here; null: it isn't here, or only as one that has ended.</summary>
    /// <param name="id">The session.</param>
    public Task? Running(string id) =>
        host.Has(id) && host.Completion(id) is { IsCompleted: false } completion ? completion : null;

    /// <summary>Whether it is here, if only as one that ended a short while ago.</summary>
    /// <param name="id">The session.</param>
    public bool Has(string id) => host.Has(id);

    /// <summary>Starts a session, if there is room.</summary>
    /// <param name="name">The session's tenant and id.</param>
    /// <param name="parcel">Its specification.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<SessionReply> StartAsync((string TenantId, string Id) name, byte[] parcel, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            var specification = await parcels.OpenAsync<SessionSpecification>(name, parcel, cancellationToken);
            if (!host.Has(name.Id) && await admission.HostAsync(specification, cancellationToken) is not null)
            {
                return SessionReply.Full(environment.Node.Id);
            }

            try
            {
                return await HereAsync(name, await host.StartAsync(specification, cancellationToken));
            }
            finally
            {
                if (!host.Has(name.Id))
                {
                    admission.Release(name.Id);
                }
            }
        });

    /// <summary>Sees to it that a session that is not over is on a node that is there: on this one, if no other has it.</summary>
    /// <param name="id">The session.</param>
    /// <returns>Null: it is here.</returns>
    public async Task<SessionReply?> TakeUpAsync(string id)
    {
        var reply = await TryAsync(async () => await FetchAsync(id) ?? new SessionReply(ReplyKind.Here, default));
        return reply.Kind == ReplyKind.Here ? null : reply;
    }

    /// <summary><see cref="ISessionHost.FindAsync"/>.</summary>
    /// <param name="name">The session's tenant and id.</param>
    public Task<SessionReply> FindAsync((string TenantId, string Id) name) =>
        AskAsync(name, () => host.FindAsync(name.Id, CancellationToken.None));

    /// <summary><see cref="ISessionHost.TranscriptAsync"/>.</summary>
    /// <param name="name">The session's tenant and id.</param>
    public Task<SessionReply> TranscriptAsync((string TenantId, string Id) name) =>
        AskAsync(name, () => host.TranscriptAsync(name.Id, CancellationToken.None));

    /// <summary><see cref="ISessionHost.StopAsync"/>.</summary>
    /// <param name="name">The session's tenant and id.</param>
    /// <param name="reason">One of <see cref="SessionEndReasons"/>.</param>
    public Task<SessionReply> StopAsync((string TenantId, string Id) name, string reason) => AskAsync(
        name,
        async () => await host.StopAsync(name.Id, reason, CancellationToken.None) is { Reason: not SessionEndReasons.TakenOver } end
            ? end
            : null);

    /// <summary><see cref="ISessionHost.CommandAsync"/>.</summary>
    /// <param name="name">The session's tenant and id.</param>
    /// <param name="parcel">The command.</param>
    public Task<SessionReply> CommandAsync((string TenantId, string Id) name, byte[] parcel) => AskAsync(
        name,
        async () => await host.CommandAsync(
            name.Id, await parcels.OpenAsync<RoomCommand>(name, parcel, CancellationToken.None), CancellationToken.None));

    /// <summary><see cref="ISessionHost.ForgetAsync"/>.</summary>
    /// <param name="id">The session.</param>
    public Task<SessionReply> ForgetAsync(string id) => TryAsync(async () =>
    {
        await host.ForgetAsync(id, CancellationToken.None);
        return SessionReply.None;
    });

    /// <summary>
    /// The events after a place: as soon as there are any, and none if nothing happens for a while. None of the session once it is over
    /// and there are no more.
    /// </summary>
    /// <param name="name">The session's tenant and id.</param>
    /// <param name="after">Place of the last one seen.</param>
    public Task<SessionReply> WatchAsync((string TenantId, string Id) name, long after) => TryAsync(async () =>
    {
        var (events, isOver) = await ReadAsync(name.Id, after);
        return events.Count > 0 || !isOver ? await HereAsync<IReadOnlyList<SessionEventEntry>>(name, events)
            : host.Has(name.Id) ? SessionReply.None : SessionReply.Moved;
    });

    private async Task<(List<SessionEventEntry> Events, bool IsOver)> ReadAsync(string id, long after)
    {
        List<SessionEventEntry> events = [];
        using var limit = new CancellationTokenSource(WatchLimit, Time);
        await using var entries = host.WatchAsync(id, after, limit.Token).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (events.Count < MostEvents)
            {
                var next = entries.MoveNextAsync();
                if (events.Count > 0 && !next.IsCompleted)
                {
                    await limit.CancelAsync();
                }

                if (!await next)
                {
                    return (events, true);
                }

                events.Add(entries.Current);
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing more for now.
        }

        return (events, false);
    }

    private async Task<SessionReply?> FetchAsync(string id)
    {
        for (var look = 0; !host.Has(id); look++)
        {
            if (await environment.Store.FindAsync(id, CancellationToken.None) is not { State: not SessionState.Ended } record)
            {
                return SessionReply.None;
            }

            var fence = await environment.Fence.FindAsync(id, CancellationToken.None);
            var isHeld = fence is { IsHeld: true };
            var isThere = fence is not null && nodes.Active.Contains(fence.Holder);
            if ((isHeld && isThere) || admission.Figures.IsDraining || look == MostLooks)
            {
                return SessionReply.Moved;
            }

            if (!isHeld && (!isThere || look > 0))
            {
                return await resumer.TakeUpAsync(record, CancellationToken.None) switch
                {
                    TakeUp.Resumed => null,
                    TakeUp.Ended => SessionReply.None,
                    _ => SessionReply.Moved,
                };
            }

            await Task.Delay(isHeld ? fence!.Left + FenceLimits.Margin : HandoverPause, Time);
        }

        return null;
    }

    private Task<SessionReply> AskAsync<T>((string TenantId, string Id) name, Func<Task<T?>> ask)
        where T : class => TryAsync(async () =>
    {
        var answer = host.Has(name.Id) ? await ask() : null;

        // Whoever let the session go before it could do what was asked did nothing; what was done is not asked for again.
        var isAnswered = answer is not null && (host.Has(name.Id) || answer is CommandOutcome { IsAccepted: true } or SessionEnd);
        return isAnswered ? await HereAsync(name, answer) : SessionReply.Moved;
    });

    private async Task<SessionReply> HereAsync<T>((string TenantId, string Id) name, T content) =>
        new(ReplyKind.Here, await parcels.SealAsync(name, content, CancellationToken.None));

    private static async Task<SessionReply> TryAsync(Func<Task<SessionReply>> work)
    {
        try
        {
            return await work();
        }
        catch (StoreUnavailableException)
        {
            return SessionReply.Away;
        }
    }
}
