using System.Runtime.CompilerServices;
using Connectors.Core.Sessions.Keeping;

namespace Connectors.Core.Sessions.Desk;

/// <summary>
/// A session's events from wherever they are: the newest from the host, older ones and those of sessions that are over from what
/// is kept. Where some are missing, a marker says so.
/// </summary>
internal sealed class SessionWatch(ISessionHost host, SessionContent content)
{
    /// <summary>Place of the end where the real one is not kept: behind all others.</summary>
    public const long LastPlace = EventPlace.MaxSequence;

    public async IAsyncEnumerable<WatchedEvent> WatchAsync(
        SessionRecord session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isHere = await host.FindAsync(session.Id, cancellationToken) is not null;
        var entries = isHere ? LiveAsync(session, after, cancellationToken) : KeptAsync(session, after, cancellationToken);
        var place = after;
        await foreach (var entry in entries)
        {
            if (entry.Sequence != place + 1)
            {
                yield return new WatchedEvent.Resync(entry.Sequence);
            }

            place = entry.Sequence;
            yield return new WatchedEvent.Happened(entry);
        }
    }

    private async IAsyncEnumerable<SessionEventEntry> LiveAsync(
        SessionRecord session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isFirst = true;
        await foreach (var entry in host.WatchAsync(session.Id, after, cancellationToken))
        {
            if (isFirst && entry.Sequence > after + 1)
            {
                // The host has the newest ones only.
                await foreach (var kept in content.EventsAsync(session.TenantId, session.Id, after, cancellationToken))
                {
                    if (kept.Sequence >= entry.Sequence)
                    {
                        break;
                    }

                    yield return kept;
                }
            }

            isFirst = false;
            yield return entry;
        }
    }

    private async IAsyncEnumerable<SessionEventEntry> KeptAsync(
        SessionRecord session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var kept in content.EventsAsync(session.TenantId, session.Id, after, cancellationToken))
        {
            yield return kept;
            if (kept.Event is SessionEvent.Ended)
            {
                yield break;
            }
        }

        // Whoever has seen the real end asks from there on and must not be told of another one.
        var isTold = after > 0 && after < LastPlace
            && await content.LastEventAsync(session.TenantId, session.Id, cancellationToken) is { Event: SessionEvent.Ended } last
            && last.Sequence <= after;
        if (session is { End: { } end, EndedAt: { } endedAt } && after < LastPlace && !isTold)
        {
            yield return new(LastPlace, endedAt, new SessionEvent.Ended(end));
        }
    }
}
