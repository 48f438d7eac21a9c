using System.Globalization;
using System.Text.Json.Nodes;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>Secrets (facts/liveavatar.md §1.2): our credentials, by the names that LiveAvatar gives them.</summary>
internal sealed class SecretEndpoints(Callers callers, CredentialDesk credentials)
{
    private const int LongestName = 255;
    private const int LongestValue = 4_096;
    private const int PageSize = 1_000;

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["name"] = "secret_name",
        ["kind"] = "secret_type",
        ["value"] = "secret_value",
    };

    public void Map(PageRoutes routes)
    {
        routes.Map("POST", "/secrets", CreateAsync);
        routes.Map("GET", "/secrets", ListAsync);
        routes.Map("DELETE", "/secrets/{id}", DeleteAsync);
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Admin);
        if (access is null)
        {
            return refusal!;
        }

        var (fields, malformed) = await RequestBody.ReadAsync(context);
        if (fields is null)
        {
            return malformed!;
        }

        var draft = new CredentialDraft(
            fields.Text("secret_name", required: true, LongestName),
            fields.Text("secret_type", required: true),
            new(fields.Text("secret_value", required: true, LongestValue) ?? string.Empty));
        if (fields.Refusal() is { } invalid)
        {
            return invalid;
        }

        var created = await credentials.CreateAsync(access.Caller, draft, context.RequestAborted);
        return created.Value?.Value is { } credential
            ? Envelope.Done(new JsonObject { ["id"] = credential.Id, ["secret_name"] = credential.Name }, "Secret created")
            : created.Refusal!.Kind == RefusalKind.QuotaReached
                ? Envelope.Refused(StatusCodes.Status400BadRequest, AnswerCode.BadRequest, created.Refusal.Message)
                : Refusals.Of(created.Refusal, Names);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Read);
        if (access is null)
        {
            return refusal!;
        }

        var secrets = new JsonArray();
        RecordPage<Credential>? page = null;
        do
        {
            var query = new RecordQuery(RecordKinds.Credential, access.TenantId) { After = page?.Next, Limit = PageSize };
            page = await credentials.ListAsync(access.TenantId, query, context.RequestAborted);
            foreach (var stored in page.Values)
            {
                secrets.Add(Describe(stored.Value));
            }
        }
        while (page.Next is not null);

        return Envelope.Done(secrets);
    }

    private async Task<IResult> DeleteAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Admin);
        if (access is null)
        {
            return refusal!;
        }

        var id = PageRoutes.IdOf(context);
        var deleted = RecordLimits.IsPossible(new(RecordKinds.Credential, access.TenantId, id))
            ? await credentials.DeleteAsync(access.Caller, id, null, context.RequestAborted)
            : Refusal.NotFound("secret");
        return deleted.IsDone ? Envelope.Done(null, "Secret deleted") : Refusals.Of(deleted.Refusal);
    }

    private static JsonObject Describe(Credential credential) => new()
    {
        ["id"] = credential.Id,
        ["secret_name"] = credential.Name,
        ["secret_type"] = credential.Kind,
        ["created_at"] = credential.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
    };
}
