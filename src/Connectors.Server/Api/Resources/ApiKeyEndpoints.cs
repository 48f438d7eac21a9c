using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;

namespace Connectors.Server.Api.Resources;

/// <summary>API keys: those of tenants and the operator's own.</summary>
internal static class ApiKeyEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var own = api.MapGroup("/keys").WithTags("API keys");
        own.MapPost("", CreateOwnAsync).WithName("createOperatorKey").WithSummary("Make a key of the operator; its value is shown once")
            .Answers<ApiKeyView>(StatusCodes.Status201Created).IsIdempotent();
        own.MapGet("", ListOwnAsync).WithName("listOperatorKeys").WithSummary("List the operator's keys").Answers<Page<ApiKeyView>>();
        own.MapDelete("/{id}", DeleteOwnAsync).WithName("deleteOperatorKey").WithSummary("Withdraw a key of the operator")
            .Answers(StatusCodes.Status204NoContent);

        var tenants = api.MapGroup("/tenants/{tenantId}/keys").WithTags("API keys");
        tenants.MapPost("", CreateAsync).WithName("createKey").WithSummary("Make a key of a tenant; its value is shown once")
            .Answers<ApiKeyView>(StatusCodes.Status201Created).IsIdempotent();
        tenants.MapGet("", ListAsync).WithName("listKeys").WithSummary("List a tenant's keys").Answers<Page<ApiKeyView>>();
        tenants.MapDelete("/{id}", DeleteAsync).WithName("deleteKey").WithSummary("Withdraw a key of a tenant")
            .Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> CreateOwnAsync(ApiAccess access, Body<ApiKeyBody> body, ApiKeyDesk desk, CancellationToken cancel) =>
        Answer.Of(
            await desk.CreateAsync(access.Caller, Draft(RecordKey.Operator, body.Value, ApiScope.Operator), cancel),
            ApiKeyView.From,
            StatusCodes.Status201Created);

    private static async Task<IResult> ListOwnAsync(Paging paging, ApiKeyDesk desk, CancellationToken cancel) =>
        Answer.Of(await desk.ListAsync(RecordKey.Operator, paging.Newest(), cancel), ApiKeyView.From);

    private static async Task<IResult> DeleteOwnAsync(string id, ApiAccess access, ApiKeyDesk desk, CancellationToken cancel) =>
        id == access.Key.Id
            ? Answer.Of(new Refusal(
                RefusalKind.InUse, "This key makes this call: withdraw it by another one, so that nobody is locked out."))
            : Answer.Done(await desk.DeleteAsync(access.Caller, RecordKey.Operator, id, cancel));

    private static async Task<IResult> CreateAsync(
        string tenantId, ApiAccess access, Body<ApiKeyBody> body, TenantDesk tenants, ApiKeyDesk desk, CancellationToken cancel) =>
        await tenants.FindAsync(tenantId, cancel) is null
            ? Answer.Of(Refusal.NotFound("tenant"))
            : Answer.Of(
                await desk.CreateAsync(access.Caller, Draft(tenantId, body.Value, ApiScope.Admin), cancel),
                ApiKeyView.From,
                StatusCodes.Status201Created);

    private static async Task<IResult> ListAsync(
        string tenantId, Paging paging, TenantDesk tenants, ApiKeyDesk desk, CancellationToken cancel) =>
        await tenants.FindAsync(tenantId, cancel) is null
            ? Answer.Of(Refusal.NotFound("tenant"))
            : Answer.Of(await desk.ListAsync(tenantId, paging.Newest(), cancel), ApiKeyView.From);

    private static async Task<IResult> DeleteAsync(
        string tenantId, string id, ApiAccess access, ApiKeyDesk desk, CancellationToken cancel) =>
        tenantId.Length == 0
            ? Answer.Of(Refusal.NotFound("tenant"))
            : Answer.Done(await desk.DeleteAsync(access.Caller, tenantId, id, cancel));

    private static ApiKeyDraft Draft(string tenantId, ApiKeyBody body, ApiScope usual) =>
        new(tenantId, body.Name, body.Scope ?? usual, body.ExpiresAt);
}
