using Connectors.Core.Outgoing;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Webhooks;
using Connectors.Validation;

namespace Connectors.Core.Tenancy;

/// <summary>Where a tenant's voice agents are made, changed, tried and deleted.</summary>
/// <param name="environment">What desks need.</param>
/// <param name="connectors">The connectors there are.</param>
/// <param name="urls">Judges addresses of tools.</param>
public sealed class VoiceAgentDesk(TenancyEnvironment environment, ConnectorCatalog connectors, UrlRules urls)
{
    private const string Noun = "voice-agent";
    private const string CredentialField = "credential_id";
    private const string FallbackField = "fallback_voice_agent_id";

    private readonly Shelf<VoiceAgent> _shelf = new(environment, environment.Records.VoiceAgents, Noun, quotas => quotas.VoiceAgents);

    /// <summary>Stores a new voice agent that its provider accepts.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<VoiceAgent>>> CreateAsync(Caller caller, VoiceAgentDraft draft, CancellationToken cancellationToken)
    {
        var now = environment.Now();
        var agent = await CheckedAsync(
            caller, draft, new(environment.NextId(), now, now), cancellationToken);
        return agent.IsDone
            ? await _shelf.AddAsync(
                caller,
                agent.Value with { ToolSecrets = SigningSecrets.Create() },
                cancellationToken,
                token => HoldCredentialAsync(agent.Value, token))
            : agent.Refusal;
    }

    /// <summary>Reads one, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Stored<VoiceAgent>?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        _shelf.Records.FindAsync(tenantId, id, cancellationToken);

    /// <summary>Reads a page.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RecordPage<VoiceAgent>> ListAsync(string tenantId, RecordQuery? page, CancellationToken cancellationToken) =>
        _shelf.Records.ListAsync(tenantId, page, cancellationToken);

    /// <summary>Replaces it; sessions that run keep what they began with.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<VoiceAgent>>> ReplaceAsync(
        Caller caller, string id, VoiceAgentDraft draft, long? version, CancellationToken cancellationToken)
    {
        var current = await _shelf.CurrentAsync(caller.TenantId, id, version, cancellationToken);
        if (!current.IsDone)
        {
            return current;
        }

        var agent = await CheckedAsync(
            caller, draft, new(id, current.Value.Value.CreatedAt, environment.Now()), cancellationToken);
        return agent.IsDone
            ? await _shelf.ReplaceAsync(
                new(caller, "replace", id, version ?? current.Value.Version, old => agent.Value with { ToolSecrets = SecretsOf(old) }),
                cancellationToken,
                token => HoldCredentialAsync(agent.Value, token))
            : agent.Refusal;
    }

    /// <summary>Gives its tools a new secret; the one before signs beside it for a while.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="overlap">How long the secret before goes on; zero to <see cref="SigningSecrets.LongestOverlap"/>.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<VoiceAgent>>> RotateToolSecretAsync(
        Caller caller, string id, TimeSpan overlap, long? version, CancellationToken cancellationToken) =>
        SigningSecrets.OverlapError(overlap) is { } error
            ? Refusal.Invalid(error)
            : await _shelf.ReplaceAsync(
                new(caller, "rotate", id, version, old => old with
                {
                    ToolSecrets = SigningSecrets.Rotate(old.ToolSecrets, environment.Now(), overlap),
                }),
                cancellationToken);

    /// <summary>Asks the provider whether it would work now; nothing is changed.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the provider said; null if there is none of that id.</returns>
    public async Task<ValidationReport?> TestAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenantId, id, cancellationToken) is not { Value: { } agent })
        {
            return null;
        }

        if (!connectors.TryFind(agent.ConnectorId, out var connector))
        {
            return Failing("connector-missing", "connector", $"This server has no connector '{agent.ConnectorId}'.");
        }

        var credential = await environment.Records.Credentials.FindAsync(tenantId, agent.CredentialId, cancellationToken);
        return credential is null
            ? Failing("credential-missing", CredentialField, "Its credential is gone or can't be read.")
            : await connector.ValidateAsync(new(agent.Settings, credential.Value.Value), cancellationToken);
    }

    /// <summary>Deletes it, unless it is another one's fallback; sessions that run go on.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">The version that is to be deleted, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Outcome<Stored<VoiceAgent>>> DeleteAsync(Caller caller, string id, long? version, CancellationToken cancellationToken) =>
        _shelf.RemoveAsync(caller, id, version, cancellationToken, async (agent, token) =>
            await DependantAsync(caller.TenantId, agent.Value.Id, token) is { } dependant
                ? new(RefusalKind.InUse, $"It is the fallback of the voice agent {dependant.Id}: give that one another first.")
                : null);

    private static ValidationReport Failing(string code, string field, string message) =>
        new([new(FindingSeverity.Error, code, field, message)], Facts: null);

    private async Task<Outcome<VoiceAgent>> CheckedAsync(
        Caller caller, VoiceAgentDraft draft, Stamp stamp, CancellationToken cancellationToken)
    {
        List<FieldError> errors =
        [
            .. draft.Errors(connectors, urls),
            .. await FallbackErrorsAsync(caller.TenantId, stamp.Id, draft.FallbackId, cancellationToken),
        ];
        if (errors.Count > 0 || !connectors.TryFind(draft.ConnectorId, out var connector))
        {
            return Refusal.Invalid(errors);
        }

        var kind = connector.Description.CredentialKind;
        if (await environment.Credentials.FindAsync(caller.TenantId, draft.CredentialId, kind, cancellationToken) is not { } credential)
        {
            return Refusal.Invalid(CredentialReferences.Missing(CredentialField, kind));
        }

        ValidationReport report = new([], null);
        if (!draft.SkipCheck)
        {
            report = await connector.ValidateAsync(new(draft.Settings!.Value, credential.Value), cancellationToken);
        }

        return report.IsUsable ? Make(caller.TenantId, draft, stamp, report.Findings) : Refusal.ByProvider("voice agent", report);
    }

    private static VoiceAgent Make(string tenantId, VoiceAgentDraft draft, Stamp stamp, IReadOnlyList<ValidationFinding> findings) => new()
    {
        Id = stamp.Id,
        TenantId = tenantId,
        Name = draft.Name!,
        ConnectorId = draft.ConnectorId!,
        CredentialId = draft.CredentialId!,
        Settings = draft.Settings!.Value,
        Interruptions = draft.Interruptions ?? InterruptionPolicy.Default,
        Tools = draft.Tools,
        FallbackId = draft.FallbackId,
        Findings = findings,
        CreatedAt = stamp.CreatedAt,
        UpdatedAt = stamp.UpdatedAt,
    };

    // One that was made before tools had secrets gets its first; it is told by RotateToolSecretAsync.
    private static IReadOnlyList<WebhookSecret> SecretsOf(VoiceAgent old) =>
        old.ToolSecrets.Count > 0 ? old.ToolSecrets : SigningSecrets.Create();

    private async Task<IEnumerable<FieldError>> FallbackErrorsAsync(
        string tenantId, string id, string? fallbackId, CancellationToken cancellationToken) =>
        fallbackId is null ? []
        : fallbackId == id ? [new(FallbackField, "Must be another voice agent.")]
        : await FindAsync(tenantId, fallbackId, cancellationToken) is null ? [new(FallbackField, "There is no such voice agent.")]
        : [];

    private async Task<VoiceAgent?> DependantAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await ListAsync(tenantId, new(RecordKinds.VoiceAgent, tenantId) { After = after, Limit = 1_000 }, cancellationToken);
            if (page.Values.Select(static stored => stored.Value).FirstOrDefault(agent => agent.FallbackId == id) is { } dependant)
            {
                return dependant;
            }

            after = page.Next;
        }
        while (after is not null);

        return null;
    }

    private Task<Outcome<RecordWrite>?> HoldCredentialAsync(VoiceAgent agent, CancellationToken cancellationToken) =>
        environment.Credentials.HoldAsync(agent.TenantId, agent.CredentialId, CredentialField, cancellationToken);

    private sealed record Stamp(string Id, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
}
