using Connectors.Core.Rooms.Projects;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;
using Connectors.Core.Tools;

namespace Connectors.Core.Sessions.Desk;

/// <summary>Looks up what a request names, and puts together what the session shall be; all errors at once.</summary>
internal sealed class SessionSetups(TenancyEnvironment environment, ConnectorCatalog connectors, RoomProjects projects)
{
    private readonly OwnRooms _rooms = new(environment, projects);

    public async Task<Outcome<SessionSetup>> PrepareAsync(Tenant tenant, SessionRequest request, CancellationToken cancellationToken)
    {
        var readAt = environment.Now();
        var id = request.SessionId ?? environment.NextId();
        List<FieldError> errors = [.. SessionChecks.Errors(request, projects.Urls)];
        request = await _rooms.WithRoomAsync(tenant.Id, request with { SessionId = id }, id, errors, cancellationToken);
        var agent = await AgentAsync(tenant.Id, request, errors, cancellationToken);
        var avatarCredential = request.Room is not RoomSource.GivenRoom
            ? await AvatarCredentialAsync(tenant, request.AvatarCredentialId, errors, cancellationToken)
            : null;
        return errors.Count > 0
            ? Refusal.Invalid([.. errors.Distinct()])
            : Put(tenant, request, agent, avatarCredential, readAt);
    }

    private static SessionSetup Put(
        Tenant tenant, SessionRequest request, Agent? agent, Credential? avatarCredential, DateTimeOffset readAt)
    {
        var id = request.SessionId!;
        var isUserKnown = request is { Room: RoomSource.OwnLiveKitRoom } or { Room: RoomSource.LiveAvatarRoom, Avatar.LiveKit: null };
        var specification = new SessionSpecification
        {
            Id = id,
            TenantId = tenant.Id,
            Source = request.Room,
            Avatar = request.Avatar ?? new() { AvatarId = string.Empty },
            AvatarCredential = avatarCredential?.Value ?? Secret.None,
            ConnectorId = agent?.ConnectorId,
            Agent = agent is null ? null : new(agent.Settings, agent.Credential.Value),
            Tools = agent?.Tools,
            Fallback = agent?.Fallback,
            Greeting = request.Greeting ?? AgentGreeting.AsConfigured,
            Language = request.Language,
            DynamicVariables = request.DynamicVariables ?? new Dictionary<string, object>(),
            PushToTalk = request.PushToTalk,
            Interruptions = request.Interruptions ?? agent?.Interruptions ?? InterruptionPolicy.Default,
            Limits = request.Limits ?? new(),
            UserIdentity = request.UserIdentity ?? (isUserKnown ? SessionSpecification.DefaultUserIdentity : null),
            AvatarIdentity = request.AvatarIdentity ?? SessionSpecification.DefaultAvatarIdentity,
            Retention = tenant.Retention,
            MetricsGroup = tenant.MetricsGroup,
            Details = new()
            {
                VoiceAgentId = request.VoiceAgentId,
                CredentialId = agent?.Credential.Id,
                AvatarCredentialId = avatarCredential?.Id,
                CredentialsReadAt = readAt,
                Metadata = request.Metadata ?? new Dictionary<string, string>(),
            },
        };
        var claim = agent?.Credential is { MaximumConcurrency: { } maximum } limited ? new CredentialClaim(limited.Id, maximum) : null;
        return new(specification, new(id, tenant.Id, tenant.Quotas, claim, request.WaitForCredential) { Group = tenant.MetricsGroup });
    }

    private async Task<Agent?> AgentAsync(
        string tenantId, SessionRequest request, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (request.VoiceAgentId is { } id)
        {
            var saved = (await environment.Records.VoiceAgents.FindAsync(tenantId, id, cancellationToken))?.Value;
            if (saved is null)
            {
                errors.Add(new("voice_agent_id", "There is no such voice agent."));
                return null;
            }

            var credential = await CredentialAsync(
                tenantId, saved.CredentialId, saved.ConnectorId, "voice_agent_id", errors, cancellationToken);
            return credential is null ? null : new(saved.ConnectorId, credential, saved.Settings, saved.Interruptions)
            {
                Tools = ToolsOf(saved),
                Fallback = await FallbackAsync(tenantId, saved.FallbackId, cancellationToken),
            };
        }

        if (request.Agent is not { } given)
        {
            return null;
        }

        var owned = await CredentialAsync(
            tenantId, given.CredentialId, given.ConnectorId, "agent.credential_id", errors, cancellationToken);
        errors.AddRange(connectors.Errors(given.ConnectorId, given.Settings).Select(error => error.Under("agent")));
        return owned is null ? null : new(given.ConnectorId!, owned, given.Settings ?? default, null);
    }

    // A session doesn't fail because something is missing that it may never need.
    private async Task<FallbackAgent?> FallbackAsync(string tenantId, string? id, CancellationToken cancellationToken)
    {
        if (id is null || (await environment.Records.VoiceAgents.FindAsync(tenantId, id, cancellationToken))?.Value is not { } saved)
        {
            return null;
        }

        List<FieldError> errors = [];
        var credential = await CredentialAsync(tenantId, saved.CredentialId, saved.ConnectorId, "fallback", errors, cancellationToken);
        return credential is null
            ? null
            : new(id, credential.Id, saved.ConnectorId, new(saved.Settings, credential.Value), ToolsOf(saved));
    }

    private static SessionTools? ToolsOf(VoiceAgent saved) =>
        saved.Tools.Count > 0 ? new(saved.Id, saved.ToolSecrets, saved.Tools) : null;

    private async Task<Credential?> CredentialAsync(
        string tenantId, string? id, string? connectorId, string field, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if (connectors.TryFind(connectorId, out var connector))
        {
            return await OfKindAsync(tenantId, id, connector.Description.CredentialKind, field, errors, cancellationToken);
        }

        errors.Add(new(field, "This server doesn't have its connector."));
        return null;
    }

    private async Task<Credential?> AvatarCredentialAsync(
        Tenant tenant, string? chosen, List<FieldError> errors, CancellationToken cancellationToken)
    {
        if ((chosen ?? tenant.DefaultAvatarCredentialId) is not { } id)
        {
            errors.Add(new(
                "avatar_credential_id",
                $"Is required, because the tenant has no default. Store a credential of the kind {Credential.LiveAvatarKind} "
                + "and name it here, or make it the default with the tenant's setting default_liveavatar_credential_id."));
            return null;
        }

        return await OfKindAsync(tenant.Id, id, Credential.LiveAvatarKind, "avatar_credential_id", errors, cancellationToken);
    }

    private async Task<Credential?> OfKindAsync(
        string tenantId, string? id, string kind, string field, List<FieldError> errors, CancellationToken cancellationToken)
    {
        var credential = await environment.Credentials.FindAsync(tenantId, id, kind, cancellationToken);
        if (credential is null)
        {
            errors.Add(CredentialReferences.Missing(field, kind));
        }

        return credential;
    }

    private sealed record Agent(
        string ConnectorId, Credential Credential, System.Text.Json.JsonElement Settings, InterruptionPolicy? Interruptions)
    {
        public SessionTools? Tools { get; init; }

        public FallbackAgent? Fallback { get; init; }
    }
}
