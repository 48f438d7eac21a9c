using Microsoft.AspNetCore.Http.Features;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>Puts a <see cref="NoPongStream"/> under the WebSockets of a request.</summary>
internal sealed class NoPongUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => new NoPongStream(await inner.UpgradeAsync());

    /// <summary>For the requests that follow in the pipeline.</summary>
    public static Task Use(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            context.Features.Set<IHttpUpgradeFeature>(new NoPongUpgrade(upgrade));
        }

        return next(context);
    }
}
