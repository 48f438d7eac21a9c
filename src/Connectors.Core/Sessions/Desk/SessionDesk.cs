using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Tenancy;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions.Desk;

/// <summary>
/// Where a tenant's sessions are started, looked at, talked into and ended. The id of another tenant's session is the id of no
/// session.
/// </summary>
/// <param name="starts">Starts them.</param>
/// <param name="environment">What tenants have.</param>
/// <param name="host">Where they live.</param>
/// <param name="store">Their records.</param>
/// <param name="content">What is kept of them.</param>
public sealed class SessionDesk(
    SessionStarts starts, TenancyEnvironment environment, ISessionHost host, ISessionStore store, SessionContent content)
{
    private const string Noun = "session";

    private readonly SessionWatch _watch = new(host, content);

    /// <summary>An id for a session that is to be started later.</summary>
    public string NewId() => environment.NextId();

    /// <summary>Starts a session; returns when the user can join.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="request">What it shall be.</param>
    /// <param name="cancellationToken">Gives up; what was started is stopped.</param>
    public Task<Outcome<StartedSession>> StartAsync(Caller caller, SessionRequest request, CancellationToken cancellationToken) =>
        starts.StartAsync(caller, request, cancellationToken);

    /// <summary>Reads one, live or ended, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<SessionView?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(tenantId, id, cancellationToken) is { } record ? await ViewAsync(record, cancellationToken) : null;

    /// <summary>Reads a page, live and ended.</summary>
    /// <param name="query">Whose, which, and in what order.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<SessionPage> ListAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        var records = await store.ListAsync(query, cancellationToken);
        var views = await Task.WhenAll(records.Select(record => ViewAsync(record, cancellationToken)));
        return new(views, records.Count == query.Limit ? records[^1].Id : null);
    }

    /// <summary>Ends a session and waits until it is torn down; one that has ended stays as it is.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="reason">One of <see cref="SessionEndReasons"/>.</param>
    /// <param name="cancellationToken">Cancels the wait; the session ends all the same.</param>
    public async Task<Outcome<SessionView>> StopAsync(Caller caller, string id, string reason, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.TenantId, id, cancellationToken) is not { } record)
        {
            return Refusal.NotFound(Noun);
        }

        if (record.State != SessionState.Ended && await host.StopAsync(id, reason, cancellationToken) is not null)
        {
            await environment.TellAsync(caller.Did("session.stop", $"session/{id}"), [], cancellationToken);
            record = await store.FindAsync(caller.TenantId, id, cancellationToken) ?? record;
        }

        return await ViewAsync(record, cancellationToken);
    }

    /// <summary>Carries out a command.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="command">Such as <see cref="TenantCommands"/> makes.</param>
    /// <param name="cancellationToken">Cancels the wait for the answer.</param>
    /// <returns>The session's answer, which may be that it can't; <see cref="RefusalKind.WrongState"/> if it has ended.</returns>
    public async Task<Outcome<CommandOutcome>> CommandAsync(
        Caller caller, string id, RoomCommand command, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.TenantId, id, cancellationToken) is not { } record)
        {
            return Refusal.NotFound(Noun);
        }

        if (record.State == SessionState.Ended || await host.CommandAsync(id, command, cancellationToken) is not { } outcome)
        {
            return new Refusal(RefusalKind.WrongState, "The session has ended.");
        }

        // It was carried out, or not: whoever doesn't wait for the answer is in the log all the same.
        await environment.TellAsync(
            caller.Did(TenantCommands.ActionOf(command), $"session/{id}") with { Outcome = outcome.Reason ?? "done" },
            [],
            CancellationToken.None);
        return outcome;
    }

    /// <summary>What was said: so far, or in a session that has ended.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The transcript; <see cref="RefusalKind.NotFound"/> also if none is kept, or not any more.</returns>
    public async Task<Outcome<TranscriptDocument>> TranscriptAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(tenantId, id, cancellationToken) is not { } record)
        {
            return Refusal.NotFound(Noun);
        }

        var document = record.State == SessionState.Ended ? null : await host.TranscriptAsync(id, cancellationToken);
        document ??= await content.TranscriptAsync(tenantId, id, cancellationToken);
        return document is null
            ? new Refusal(RefusalKind.NotFound, "No transcript of the session is kept: by the tenant's retention, or it was deleted.")
            : document;
    }

    /// <summary>Deletes what was said and what happened; that there was a session, and what it used, stays.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the wait; to be repeated then.</param>
    /// <returns>The session; <see cref="RefusalKind.WrongState"/> while it runs: stop it first.</returns>
    public async Task<Outcome<SessionView>> DeleteContentAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(caller.TenantId, id, cancellationToken) is not { } record)
        {
            return Refusal.NotFound(Noun);
        }

        if (record.State != SessionState.Ended)
        {
            return new Refusal(RefusalKind.WrongState, "The session is still on: stop it first.");
        }

        await content.RemoveEventsAsync(caller.TenantId, id, cancellationToken);
        await environment.TellAsync(
            caller.Did("session.delete-content", $"session/{id}"),
            [SessionContent.RemovalOfTranscript(caller.TenantId, id)],
            cancellationToken);
        await host.ForgetAsync(id, cancellationToken);
        return SessionView.Of(record, null, environment.Now());
    }

    /// <summary>
    /// Watches a session: what happened after a place, then what happens, to its end. Who reads too slowly is cut off, and may
    /// come back with the place of the last event seen.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="after">Place of the last event seen; 0 for all that are kept.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <returns>The events, or null: there is no such session.</returns>
    public async Task<IAsyncEnumerable<WatchedEvent>?> WatchAsync(
        string tenantId, string id, long after, CancellationToken cancellationToken) =>
        await store.FindAsync(tenantId, id, cancellationToken) is { } record
            ? _watch.WatchAsync(record, Math.Max(0, after), cancellationToken)
            : null;

    private async Task<SessionView> ViewAsync(SessionRecord record, CancellationToken cancellationToken) => SessionView.Of(
        record,
        record.State == SessionState.Ended ? null : await host.FindAsync(record.Id, cancellationToken),
        environment.Now());
}
