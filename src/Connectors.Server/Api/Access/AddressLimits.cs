using System.Threading.RateLimiting;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Access;

/// <summary>
/// Limits calls by the address they come from, before anything is looked up: all of them, and more strictly those whose key
/// turned out to be wrong, so that nobody tries keys in earnest.
/// </summary>
/// <param name="options">The limits.</param>
internal sealed class AddressLimits(ApiOptions options) : IMiddleware, IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _all = Limiter(options.CallsPerSecondAndAddress);
    private readonly PartitionedRateLimiter<HttpContext> _failures = Limiter(options.WrongKeysPerSecondAndAddress);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var all = _all.AttemptAcquire(context);
        using var failures = _failures.AttemptAcquire(context, permitCount: 0);
        if (!all.IsAcquired || !failures.IsAcquired)
        {
            var own = context.GetEndpoint()?.Metadata.GetMetadata<OwnLimits>();
            await (own is null ? Answer.Of(Problems.RateLimited) : own.TooMany(context)).ExecuteAsync(context);
            return;
        }

        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            _failures.AttemptAcquire(context).Dispose();
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        _failures.Dispose();
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(int perSecond) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? string.Empty,
            _ => CallBucket.Of(perSecond, 2 * perSecond)));
}
