using System.Runtime.CompilerServices;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Vault;

namespace Connectors.Core.Sessions.Desk;

/// <summary>
/// A tenant's sessions as they change, on whichever nodes they are: those that are on and the newest that are over, once, then what
/// changes. It looks again and again and tells differences only, so that whoever reads slowly misses steps and never the outcome, and
/// nothing waits in a queue; the sessions know nothing of it. Of more than 200 that are on, the newest are told.
/// </summary>
/// <param name="desk">Knows how sessions stand.</param>
/// <param name="content">Has the figures of those that are over.</param>
/// <param name="time">The clock.</param>
public sealed class SessionFollowing(SessionDesk desk, SessionContent content, TimeProvider time)
{
    private const int MostOn = 200;
    private const int MostOver = 50;

    // How many sessions' kept events are looked into for figures, and how many events of each.
    private const int MostLookedInto = 20;
    private const int MostEvents = 500;

    // A look takes at most a tenth of the time, however slow the store and however many sessions there are.
    private const int PauseForLook = 10;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly SessionState[] On = [SessionState.Starting, SessionState.Live, SessionState.Ending];
    private static readonly SessionState[] Over = [SessionState.Ended];

    /// <summary>Follows a tenant's sessions until it is cancelled.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="alsoId">One that is told however old it is, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<FollowedChange> FollowAsync(
        string tenantId, string? alsoId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, SessionView> told = new(StringComparer.Ordinal);
        var isFirst = true;
        while (true)
        {
            var began = time.GetTimestamp();
            var views = await LookAsync(tenantId, alsoId, told, cancellationToken);
            var look = time.GetElapsedTime(began);
            foreach (var view in Changed(views, told))
            {
                yield return new FollowedChange.Stands(view);
            }

            if (isFirst)
            {
                isFirst = false;
                yield return new FollowedChange.AllTold(told.Count);
                await foreach (var view in WithFiguresAsync(tenantId, [.. told.Values], cancellationToken))
                {
                    told[view.Id] = view;
                    yield return new FollowedChange.Stands(view);
                }
            }

            Forget(told, views, alsoId);
            await Task.Delay(TimeSpan.FromTicks(Math.Max(ShortestPause.Ticks, PauseForLook * look.Ticks)), time, cancellationToken);
        }
    }

    private async Task<List<SessionView>> LookAsync(
        string tenantId, string? alsoId, Dictionary<string, SessionView> told, CancellationToken cancellationToken)
    {
        var on = await desk.ListAsync(new(tenantId) { States = On, Limit = MostOn }, cancellationToken);
        var over = await desk.ListAsync(new(tenantId) { States = Over, Limit = MostOver }, cancellationToken);
        List<SessionView> views = [.. on.Sessions, .. over.Sessions];
        var seen = views.Select(view => view.Id).ToHashSet(StringComparer.Ordinal);

        // Ended while others were listed, or older than those.
        var others = told.Keys.Append<string?>(alsoId).OfType<string>();
        foreach (var id in others.Where(id => told.GetValueOrDefault(id)?.State != SessionState.Ended && seen.Add(id)))
        {
            if (await desk.FindAsync(tenantId, id, cancellationToken) is { } view)
            {
                views.Add(view);
            }
        }

        return views;
    }

    private static IEnumerable<SessionView> Changed(IEnumerable<SessionView> views, Dictionary<string, SessionView> told)
    {
        foreach (var view in views)
        {
            var before = told.GetValueOrDefault(view.Id);
            var now = before is null ? view : view with { Responses = Merged(before.Responses, view.Responses) };
            if (before is null || Differs(before, now))
            {
                told[view.Id] = now;
                yield return now;
            }
        }
    }

    // A node that took a session over, or has forgotten it, knows fewer of its turns than were told.
    private static IReadOnlyList<TurnResponse> Merged(IReadOnlyList<TurnResponse> before, IReadOnlyList<TurnResponse> now) =>
        now.Count == 0 ? before : [.. before.Where(one => one.Turn < now[0].Turn).Concat(now).TakeLast(TurnResponse.Most)];

    private static bool Differs(SessionView before, SessionView now) =>
        (before.State, before.IsReconnecting, before.Agent, before.LiveAt, before.EndedAt, before.End)
            != (now.State, now.IsReconnecting, now.Agent, now.LiveAt, now.EndedAt, now.End)
        || Last(before.Responses) != Last(now.Responses);

    private static TurnResponse? Last(IReadOnlyList<TurnResponse> responses) => responses is [.., var last] ? last : null;

    private async IAsyncEnumerable<SessionView> WithFiguresAsync(
        string tenantId, IReadOnlyList<SessionView> views, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var view in views.Where(view => view.Responses.Count == 0 && view.LiveAt is not null).Take(MostLookedInto))
        {
            if (await ResponsesAsync(tenantId, view.Id, cancellationToken) is { Count: > 0 } responses)
            {
                yield return view with { Responses = responses };
            }
        }
    }

    private async Task<IReadOnlyList<TurnResponse>> ResponsesAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        try
        {
            var events = await content.LastEventsAsync(tenantId, id, MostEvents, cancellationToken);
            return
            [
                .. events.Select(entry => entry.Event).OfType<SessionEvent.TurnEnded>()
                    .Select(ended => TurnResponse.Of(ended.Figures)).OfType<TurnResponse>().Take(TurnResponse.Most).Reverse(),
            ];
        }
        catch (VaultException)
        {
            // Figures are missing where events can't be opened; how sessions stand is told all the same.
            return [];
        }
    }

    // What is over and not among the newest any more doesn't change.
    private static void Forget(Dictionary<string, SessionView> told, List<SessionView> views, string? alsoId)
    {
        var seen = views.Select(view => view.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in told.Keys.Where(id => id != alsoId && !seen.Contains(id)).ToList())
        {
            told.Remove(id);
        }
    }
}
