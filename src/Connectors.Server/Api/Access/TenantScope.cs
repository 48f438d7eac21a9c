using System.Diagnostics;
using Connectors.Core.Telemetry;

namespace Connectors.Server.Api.Access;

/// <summary>Has the tenant's id in everything that is logged and traced of a request.</summary>
/// <param name="next">What is done then.</param>
/// <param name="logger">Where the scope is.</param>
internal sealed class TenantScope(RequestDelegate next, ILogger<TenantScope> logger)
{
    private static readonly Func<ILogger, string, IDisposable?> OfTenant = LoggerMessage.DefineScope<string>("Tenant {TenantId}");

    public async Task InvokeAsync(HttpContext context)
    {
        if (ApiAccess.Of(context) is not { } access)
        {
            await next(context);
            return;
        }

        Activity.Current?.SetTag(ConnectorsTelemetry.TenantId, access.TenantId);
        using var scope = OfTenant(logger, access.TenantId);
        await next(context);
    }
}
