using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Server.LiveAvatarApi.Access;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>
/// Stops that pages ask for. The token tells a session, not a tab: a tab that was thrown out of the room by a second one with
/// the same token posts a stop too, some 200 ms after the second one's start (facts/sdk-proof.md §1). So the user who stopped
/// is given time to be out of the room, and a session whose user is still there, or there again, goes on.
/// </summary>
internal sealed class PageStops(SessionDesk desk, ISessionHost host, TimeProvider time)
{
    // A page that stops has left the room after 20 to 80 ms; a second tab's way in may take a little longer than its rival's way out.
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    /// <summary>Ends the session, unless its user is in the room.</summary>
    /// <param name="page">Who asks.</param>
    public async Task StopAsync(SessionCaller page)
    {
        var id = page.Claims.SessionId;
        if (await desk.FindAsync(page.Caller.TenantId, id, CancellationToken.None) is not { State: not SessionState.Ended }
            || await IsUserThereAsync(id))
        {
            return;
        }

        using var limit = new CancellationTokenSource(EndLimit, time);
        try
        {
            await desk.StopAsync(page.Caller, id, SessionEndReasons.StoppedByUser, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // It ends all the same.
        }
    }

    private async Task<bool> IsUserThereAsync(string sessionId)
    {
        using var limit = new CancellationTokenSource(TimeToLeave, time);
        bool? isThere = null;
        try
        {
            await foreach (var entry in host.WatchAsync(sessionId, 0, limit.Token))
            {
                // Where the oldest events are kept no more, the user came long ago.
                isThere ??= entry.Sequence > 1;
                isThere = entry.Event switch
                {
                    SessionEvent.UserJoined => true,
                    SessionEvent.UserLeft or SessionEvent.Ended => false,
                    _ => isThere,
                };
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Time is up.
        }

        return isThere == true;
    }
}
