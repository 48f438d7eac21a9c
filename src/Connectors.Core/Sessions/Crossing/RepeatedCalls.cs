using Connectors.Core.Records;

namespace Connectors.Core.Sessions.Crossing;

/// <summary>
/// Calls a session's node until it answers. That the session is moving, or its node was lost, is not the caller's trouble for a while.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class RepeatedCalls(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Calls until it is answered.</summary>
    /// <param name="call">Finds the session's node and calls it: what the node says.</param>
    /// <param name="isLost">Whether after an exception of the call nobody knows what became of it.</param>
    /// <param name="rule">What is worth another call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreUnavailableException">There was no answer.</exception>
    public async Task<SessionReply> AskAsync(
        Func<Task<byte[]>> call, Func<Exception, bool> isLost, CallRule rule, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            try
            {
                var reply = SessionReply.Parse(await call().WaitAsync(cancellationToken));
                if (reply.Kind is not (ReplyKind.Moved or ReplyKind.Away))
                {
                    return reply;
                }

                if (reply.Kind == ReplyKind.Away && !rule.IsWhenAway)
                {
                    throw Unreachable();
                }
            }
            catch (Exception error) when (rule.IsWhenLost && isLost(error))
            {
                // It will be somewhere else.
            }

            if (time.GetElapsedTime(begin) > rule.Patience)
            {
                throw Unreachable();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static StoreUnavailableException Unreachable() => new("The session can't be reached at present.");
}
