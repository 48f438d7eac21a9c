using System.Threading.RateLimiting;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Access;

/// <summary>Limits the calls of one key to what its tenant's quota allows.</summary>
internal sealed class KeyLimits : IMiddleware, IDisposable
{
    // A change of the quota makes another partition, and with it a new limiter.
    private readonly PartitionedRateLimiter<ApiAccess> _calls =
        PartitionedRateLimiter.Create<ApiAccess, (string, int)>(access => RateLimitPartition.GetTokenBucketLimiter(
            (access.Key.Id, LimitOf(access)),
            partition => CallBucket.Of(partition.Item2, partition.Item2)));

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (ApiAccess.Of(context) is { } access && context.GetEndpoint()?.Metadata.GetMetadata<OwnLimits>() is null)
        {
            using var lease = _calls.AttemptAcquire(access);
            if (!lease.IsAcquired)
            {
                await Answer.Of(Problems.RateLimited).ExecuteAsync(context);
                return;
            }
        }

        await next(context);
    }

    public void Dispose() => _calls.Dispose();

    private static int LimitOf(ApiAccess access) => (access.Tenant?.Quotas ?? new TenantQuotas()).RequestsPerSecond;
}
