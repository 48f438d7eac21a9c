using Connectors.Core.Sessions;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;

namespace Connectors.Server.Api.Resources;

/// <summary>The operator's side of tenants.</summary>
internal static class TenantEndpoints
{
    private const string Noun = "tenant";

    public static void Map(RouteGroupBuilder api)
    {
        var tenants = api.MapGroup("/tenants").WithTags("Tenants");
        tenants.MapPost("", CreateAsync).WithName("createTenant").WithSummary("Make a tenant")
            .Answers<TenantView>(StatusCodes.Status201Created).IsIdempotent();
        tenants.MapGet("", ListAsync).WithName("listTenants").WithSummary("List tenants, newest first").Answers<Page<TenantView>>();
        tenants.MapGet("/{id}", FindAsync).WithName("getTenant").WithSummary("Read a tenant").Answers<TenantView>();
        tenants.MapPatch("/{id}", ChangeAsync).WithName("changeTenant").WithSummary("Rename, suspend, or set the quotas of a tenant")
            .Answers<TenantView>();
        tenants.MapDelete("/{id}", DeleteAsync).WithName("deleteTenant")
            .WithSummary("Delete a tenant: ends its sessions, withdraws its keys, destroys its data key and all it has")
            .Answers(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> CreateAsync(ApiAccess access, Body<TenantBody> body, TenantDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.CreateAsync(access.Caller, body.Value.ToDraft(), cancel), TenantView.From, StatusCodes.Status201Created);

    private static async Task<IResult> ListAsync(Paging paging, TenantDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.ListAsync(paging.Newest(), cancel), TenantView.From);

    private static async Task<IResult> FindAsync(string id, TenantDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.FindAsync(id, cancel), Noun, TenantView.From);

    private static async Task<IResult> ChangeAsync(
        string id, ApiAccess access, IfMatch match, Body<TenantBody> body, TenantDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.ChangeAsync(access.Caller, id, body.Value.ToDraft(), match.Version, cancel), TenantView.From);

    private static async Task<IResult> DeleteAsync(
        string id, ApiAccess access, IfMatch match, TenantDesk desk, TenantEraser eraser, CancellationToken cancel)
    {
        var deleted = await desk.DeleteAsync(access.Caller, id, match.Version, cancel);
        if (!deleted.IsDone)
        {
            return Answer.Of(deleted.Refusal);
        }

        eraser.Wake();
        return TypedResults.Accepted((string?)null);
    }
}
