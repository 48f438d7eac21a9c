using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Resources;

/// <summary>A tenant's own settings: retention, default LiveAvatar credential.</summary>
internal static class OwnTenantEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var tenant = api.MapGroup("/tenant").WithTags("Tenant");
        tenant.MapGet("", FindAsync).WithName("getOwnTenant").WithSummary("Read the tenant this key belongs to, with its quotas")
            .RequireAuthorization(ApiPolicies.Read).Answers<TenantView>();
        tenant.MapPatch("", ConfigureAsync).WithName("configureTenant").WithSummary("Set retention and default LiveAvatar credential")
            .RequireAuthorization(ApiPolicies.Admin).Answers<TenantView>();
    }

    private static async Task<IResult> FindAsync(ApiAccess access, TenantDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.FindAsync(access.TenantId, cancel), "tenant", TenantView.From);

    private static async Task<IResult> ConfigureAsync(
        ApiAccess access, IfMatch match, Body<TenantSettingsBody> body, TenantDesk desk, CancellationToken cancel) =>
        Answer.Of(
            await desk.ConfigureAsync(
                access.Caller, new(body.Value.Retention, body.Value.DefaultLiveavatarCredentialId), match.Version, cancel),
            TenantView.From);
}
