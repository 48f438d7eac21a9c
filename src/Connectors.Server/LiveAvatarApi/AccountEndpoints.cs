using System.Text.Json.Nodes;
using Connectors.Core.Avatars;
using Connectors.Core.Tenancy;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>Avatars and credits: asked of LiveAvatar with the tenant's default credential, and passed on.</summary>
internal sealed class AccountEndpoints(Callers callers, CredentialDesk credentials, ILiveAvatarApi liveAvatar)
{
    /// <summary>What to tell a tenant that has no LiveAvatar credential.</summary>
    public const string NoCredential =
        "The tenant has no LiveAvatar credential: register one of the kind LIVEAVATAR_API_KEY (POST /v1/secrets here, or "
        + "/api/v1/credentials) and make it the default (default_liveavatar_credential_id of /api/v1/tenant).";

    public void Map(PageRoutes routes)
    {
        routes.Map("GET", "/avatars", PassAsync);
        routes.Map("GET", "/avatars/public", PassAsync);
        routes.Map("GET", "/users/credits", PassAsync);
    }

    private async Task<IResult> PassAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Read);
        if (access is null)
        {
            return refusal!;
        }

        if (access.Tenant!.DefaultAvatarCredentialId is not { } id
            || (await credentials.FindAsync(access.TenantId, id, context.RequestAborted))?.Value is not { } credential)
        {
            return Envelope.Refused(StatusCodes.Status400BadRequest, AnswerCode.BadRequest, NoCredential);
        }

        var path = context.Request.Path.Value!;
        var answer = await liveAvatar.GetAsync(
            credential.Value,
            $"{path[path.LastIndexOf("v1/", StringComparison.Ordinal)..]}{context.Request.QueryString}",
            context.RequestAborted);
        return answer.Failure is { } failure ? Refusals.Of(failure) : Envelope.Done(JsonNode.Parse(answer.Value.GetRawText()));
    }
}
