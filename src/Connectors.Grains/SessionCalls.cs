using Connectors.Core.Records;
using Connectors.Core.Sessions.Crossing;
using Connectors.Core.Sessions.Placing;

namespace Connectors.Grains;

/// <summary>Calls a session wherever it is. That it is moving, or its node was lost, is not the caller's trouble for a while.</summary>
internal sealed class SessionCalls(IGrainFactory grains, TimeProvider time) : ISessionFinder
{
    // A lost node's last lease, its being noticed, and the taking up. Each call has its own limit.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether nobody knows what became of a call.</summary>
    public static bool IsLost(Exception error) => error is OrleansException or TimeoutException;

    public Task TakeUpAsync(string sessionId, CancellationToken cancellationToken) =>
        AskAsync(sessionId, static grain => grain.TakeUpAsync(), cancellationToken);

    /// <summary>Calls until it is answered; what may be called twice.</summary>
    public Task<SessionReply> AskAsync(string sessionId, Func<ISessionGrain, Task<byte[]>> call, CancellationToken cancellationToken) =>
        AskAsync(sessionId, call, IsLost, cancellationToken);

    /// <summary>Calls until it is answered, or something else happened than what is worth another call.</summary>
    public async Task<SessionReply> AskAsync(
        string sessionId, Func<ISessionGrain, Task<byte[]>> call, Func<Exception, bool> isRepeatable, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            try
            {
                var reply = SessionReply.Parse(await call(grains.GetGrain<ISessionGrain>(sessionId)).WaitAsync(cancellationToken));
                if (reply.Kind != ReplyKind.Moved)
                {
                    return reply.Kind == ReplyKind.Away ? throw Unreachable() : reply;
                }
            }
            catch (Exception error) when (isRepeatable(error))
            {
                // It will be somewhere else.
            }

            if (time.GetElapsedTime(begin) > Patience)
            {
                throw Unreachable();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static StoreUnavailableException Unreachable() => new("The session can't be reached at present.");
}
