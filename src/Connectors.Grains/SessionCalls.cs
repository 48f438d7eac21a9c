using Connectors.Core.Sessions.Crossing;
using Connectors.Core.Sessions.Placing;

namespace Connectors.Grains;

/// <summary>Calls a session wherever it is.</summary>
internal sealed class SessionCalls(IGrainFactory grains, RepeatedCalls calls) : ISessionFinder
{
    /// <summary>Whether nobody knows what became of a call.</summary>
    public static bool IsLost(Exception error) => error is OrleansException or TimeoutException;

    public Task TakeUpAsync(string sessionId, CancellationToken cancellationToken) =>
        AskAsync(sessionId, static grain => grain.TakeUpAsync(), CallRule.Repeated, cancellationToken);

    public Task<SessionReply> AskAsync(
        string sessionId, Func<ISessionGrain, Task<byte[]>> call, CallRule rule, CancellationToken cancellationToken) =>
        calls.AskAsync(() => call(grains.GetGrain<ISessionGrain>(sessionId)), IsLost, rule, cancellationToken);
}
