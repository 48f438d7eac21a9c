using System.Threading.RateLimiting;

namespace Connectors.Server.Api.Access;

/// <summary>How calls are counted: so many a second, refused beyond that and never queued.</summary>
internal static class CallBucket
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Options of one bucket.</summary>
    /// <param name="perSecond">Calls a second in the long run.</param>
    /// <param name="atOnce">Calls at once after a pause.</param>
    public static TokenBucketRateLimiterOptions Of(int perSecond, int atOnce) => new()
    {
        TokenLimit = atOnce,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = Period,
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
