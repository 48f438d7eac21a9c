using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;

namespace Connectors.Server.Api.Resources;

/// <summary>A tenant's credentials.</summary>
internal static class CredentialEndpoints
{
    private const string Noun = "credential";

    public static void Map(RouteGroupBuilder api)
    {
        var all = api.MapGroup("/credentials").WithTags("Credentials");
        var read = all.MapGroup("").RequireAuthorization(ApiPolicies.Read);
        read.MapGet("", ListAsync).WithName("listCredentials").WithSummary("List credentials, without values")
            .Answers<Page<CredentialView>>();
        read.MapGet("/{id}", FindAsync).WithName("getCredential").WithSummary("Read a credential, without its value")
            .Answers<CredentialView>();
        read.MapGet("/{id}/use", UseAsync).WithName("getCredentialUse").WithSummary("Who uses a credential").Answers<CredentialUseView>();

        var write = all.MapGroup("").RequireAuthorization(ApiPolicies.Admin);
        write.MapPost("", CreateAsync).WithName("createCredential").WithSummary("Register a credential; its provider is asked first")
            .Answers<CredentialView>(StatusCodes.Status201Created).IsIdempotent();
        write.MapPatch("/{id}", RenameAsync).WithName("renameCredential").WithSummary("Rename a credential").Answers<CredentialView>();
        write.MapPut("/{id}/value", RotateAsync).WithName("rotateCredential").WithSummary("Replace a credential's value in place")
            .Answers<CredentialView>();
        write.MapPost("/{id}/check", CheckAsync).WithName("checkCredential").WithSummary("Ask the provider again")
            .Answers<CredentialView>();
        write.MapDelete("/{id}", DeleteAsync).WithName("deleteCredential").WithSummary("Delete a credential that nothing uses")
            .Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> CreateAsync(
        ApiAccess access, Body<CredentialBody> body, CredentialDesk desk, CredentialFingerprints prints, CancellationToken cancel) =>
        Answer.Of(
            await desk.CreateAsync(access.Caller, body.Value.ToDraft(), cancel), CredentialView.With(prints), StatusCodes.Status201Created);

    private static async Task<IResult> ListAsync(
        ApiAccess access, Paging paging, CredentialDesk desk, CredentialFingerprints prints, CancellationToken cancel) =>
        Answer.Of(await desk.ListAsync(access.TenantId, paging.Newest(), cancel), CredentialView.With(prints));

    private static async Task<IResult> FindAsync(
        string id, ApiAccess access, CredentialDesk desk, CredentialFingerprints prints, CancellationToken cancel) =>
        Answer.Of(await desk.FindAsync(access.TenantId, id, cancel), Noun, CredentialView.With(prints));

    private static async Task<IResult> UseAsync(string id, ApiAccess access, CredentialDesk desk, CancellationToken cancel) =>
        await desk.UseAsync(access.TenantId, id, cancel) is { } use
            ? Answer.Value(CredentialUseView.From(use))
            : Answer.Of(Refusal.NotFound(Noun));

    private static async Task<IResult> RenameAsync(
        string id,
        ApiAccess access,
        IfMatch match,
        Body<CredentialNameBody> body,
        CredentialDesk desk,
        CredentialFingerprints prints,
        CancellationToken cancel) =>
        Answer.Of(await desk.RenameAsync(access.Caller, id, body.Value.Name, match.Version, cancel), CredentialView.With(prints));

    private static async Task<IResult> RotateAsync(
        string id,
        ApiAccess access,
        IfMatch match,
        Body<CredentialValueBody> body,
        CredentialDesk desk,
        CredentialFingerprints prints,
        CancellationToken cancel) =>
        Answer.Of(
            await desk.RotateAsync(
                access.Caller, id, new(body.Value.Value ?? string.Empty), body.Value.SkipCheck, match.Version, cancel),
            CredentialView.With(prints));

    private static async Task<IResult> CheckAsync(
        string id, ApiAccess access, CredentialDesk desk, CredentialFingerprints prints, CancellationToken cancel) =>
        Answer.Of(await desk.CheckAsync(access.Caller, id, cancel), CredentialView.With(prints));

    private static async Task<IResult> DeleteAsync(
        string id, ApiAccess access, IfMatch match, CredentialDesk desk, CancellationToken cancel) =>
        Answer.Done(await desk.DeleteAsync(access.Caller, id, match.Version, cancel));
}
