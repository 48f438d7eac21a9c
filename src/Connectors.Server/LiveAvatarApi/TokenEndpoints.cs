using System.Text.Json.Nodes;
using Connectors.Core.Tenancy;
using Connectors.Server.Api.Access;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Sessions;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>Makes the tokens of sessions: what it names must be there, but nothing is started yet.</summary>
internal sealed class TokenEndpoints(
    Callers callers, PreparedSessions sessions, SessionTokens tokens, TenancyRecords records, ConnectorCatalog connectors)
{
    public void Map(PageRoutes routes) => routes.Map("POST", "/sessions/token", CreateAsync);

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var (access, refusal) = await callers.ByKeyAsync(context, ApiScope.Sessions);
        if (access is null)
        {
            return refusal!;
        }

        var (fields, malformed) = await RequestBody.ReadAsync(context);
        if (fields is null)
        {
            return malformed!;
        }

        var (request, invalid) = TokenRequest.Read(fields);
        if (request is null)
        {
            return invalid!;
        }

        var (connectorId, missing) = await LookAsync(access.Tenant!, request, context.RequestAborted);
        return missing ?? (await WithContextAsync(access.TenantId, request, context.RequestAborted) is { } complete
            ? await CreateAsync(access, complete, connectorId, context.RequestAborted)
            : Refused(
                StatusCodes.Status404NotFound, AnswerCode.NotFound, $"{request.ConfigName}.context_id: There is no such context here."));
    }

    private async Task<IResult> CreateAsync(
        ApiAccess access, TokenRequest request, string? connectorId, CancellationToken cancellationToken)
    {
        var session = await sessions.AddAsync(access.TenantId, request, cancellationToken);
        var token = tokens.Sign(
            new(session.Id, session.TenantId, access.Key.Id, session.ForgottenAt), StartSessionData(request, connectorId));
        return Envelope.Done(new JsonObject { ["session_id"] = session.Id, ["session_token"] = token }, "Session token created");
    }

    private async Task<(string? ConnectorId, IResult? Refusal)> LookAsync(
        Tenant tenant, TokenRequest request, CancellationToken cancellationToken)
    {
        if (tenant.DefaultAvatarCredentialId is null)
        {
            return (null, Refused(StatusCodes.Status400BadRequest, AnswerCode.BadRequest, AccountEndpoints.NoCredential));
        }

        if (request.VoiceAgentId is { } id)
        {
            var saved = (await records.VoiceAgents.FindAsync(tenant.Id, id, cancellationToken))?.Value;
            return saved is null
                ? (null, Refused(StatusCodes.Status404NotFound, AnswerCode.NotFound, "voice_agent.id: There is no such voice agent."))
                : (saved.ConnectorId, null);
        }

        if (request.Agent is not { } agent || !connectors.TryFind(agent.ConnectorId, out var connector))
        {
            return (null, null);
        }

        var kind = connector.Description.CredentialKind;
        var credential = (await records.Credentials.FindAsync(tenant.Id, agent.CredentialId, cancellationToken))?.Value;
        var problem = credential is null ? "There is no such secret."
            : credential.Kind != kind ? $"The secret is a {credential.Kind}; this needs a {kind}."
            : null;
        return problem is null
            ? (agent.ConnectorId, SettingsRefusal(connector, request))
            : (null, Refused(StatusCodes.Status404NotFound, AnswerCode.NotFound, $"{request.ConfigName}.secret_id: {problem}"));
    }

    // A session keeps what it was given: a context may be changed or deleted before it starts.
    private async Task<TokenRequest?> WithContextAsync(string tenantId, TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Agent is not { ContextId: { } id } agent)
        {
            return request;
        }

        return await records.Contexts.FindAsync(tenantId, id, cancellationToken) is { Value: var context }
            ? request with { Agent = agent.With(context) }
            : null;
    }

    private static IResult? SettingsRefusal(IConnector connector, TokenRequest request)
    {
        var wrong = ConnectorCatalog.Wrong(connector, request.Agent!.Settings)
            .Select(finding => new FieldFault(["body", request.ConfigName!, finding.Field], "value_error", finding.Message))
            .ToList();
        return wrong.Count > 0 ? Envelope.Invalid(wrong) : null;
    }

    // What the web SDK decodes (its parseAgentTypeFromToken and mode). LiveAvatar's holds the whole request; ours only what a page
    // needs: no ids of secrets, no tokens of rooms, no values about the user.
    private static JsonObject StartSessionData(TokenRequest request, string? connectorId)
    {
        var data = new JsonObject { ["mode"] = "LITE", ["avatar_id"] = request.Avatar.AvatarId, ["is_sandbox"] = request.Avatar.IsSandbox };
        if (connectorId is not null && AgentConfigs.NameFor(connectorId) is { } config)
        {
            data[config] = new JsonObject();
            if (AgentConfigs.Known[config] is { } type)
            {
                data["agent_type"] = type;
            }
        }

        return data;
    }

    private static IResult Refused(int status, int code, string message) => Envelope.Refused(status, code, message);
}
