using Connectors.Core.Records;
using Connectors.Validation;

namespace Connectors.Core.Tenancy;

/// <summary>Where a tenant's credentials are made, replaced and deleted.</summary>
/// <param name="environment">What desks need.</param>
/// <param name="checks">Asks the providers.</param>
public sealed class CredentialDesk(TenancyEnvironment environment, CredentialChecks checks)
{
    private const string Noun = "credential";

    private readonly Shelf<Credential> _shelf = new(environment, environment.Records.Credentials, Noun, quotas => quotas.Credentials);

    /// <summary>Stores a new credential that its provider accepts.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Credential>>> CreateAsync(Caller caller, CredentialDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Errors(checks.Kinds).ToList() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        var credential = await CheckedAsync(
            new()
            {
                Id = environment.NextId(),
                TenantId = caller.TenantId,
                Name = draft.Name!,
                Kind = draft.Kind!,
                Value = draft.Value,
                CreatedAt = environment.Now(),
            },
            draft.SkipCheck,
            cancellationToken);
        return credential.IsDone
            ? await _shelf.AddAsync(caller, credential.Value, cancellationToken)
            : credential.Refusal;
    }

    /// <summary>Reads one, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Stored<Credential>?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        _shelf.Records.FindAsync(tenantId, id, cancellationToken);

    /// <summary>Reads a page.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RecordPage<Credential>> ListAsync(string tenantId, RecordQuery? page, CancellationToken cancellationToken) =>
        _shelf.Records.ListAsync(tenantId, page, cancellationToken);

    /// <summary>Renames it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="name">The new name.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Credential>>> RenameAsync(
        Caller caller, string id, string? name, long? version, CancellationToken cancellationToken) =>
        FieldError.UnlessLength("name", name, 1, 255) is { } error
            ? Refusal.Invalid(error)
            : await _shelf.ReplaceAsync(new(caller, "rename", id, version, old => old with { Name = name! }), cancellationToken);

    /// <summary>Replaces its value in place: everything that uses it uses the new value from the next session on.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="value">The new value.</param>
    /// <param name="skipCheck">Whether the provider isn't asked.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Credential>>> RotateAsync(
        Caller caller, string id, Secret value, bool skipCheck, long? version, CancellationToken cancellationToken)
    {
        if (CredentialDraft.ValueError(value) is { } error)
        {
            return Refusal.Invalid(error);
        }

        var current = await _shelf.CurrentAsync(caller.TenantId, id, version, cancellationToken);
        if (!current.IsDone)
        {
            return current;
        }

        var rotated = await CheckedAsync(
            current.Value.Value with { Value = value, RotatedAt = environment.Now() }, skipCheck, cancellationToken);
        return rotated.IsDone
            ? await _shelf.ReplaceAsync(
                new(caller, "rotate", id, version, old => rotated.Value with { Name = old.Name }), cancellationToken)
            : rotated.Refusal;
    }

    /// <summary>Asks the provider again, and keeps what it says.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Credential>>> CheckAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var current = await _shelf.CurrentAsync(caller.TenantId, id, null, cancellationToken);
        if (!current.IsDone)
        {
            return current;
        }

        var asked = current.Value.Value;
        var report = await checks.CheckAsync(asked.Kind, asked.Value, cancellationToken);
        return await _shelf.ReplaceAsync(
            new(caller, "check", id, current.Value.Version, old => With(old, report)), cancellationToken);
    }

    /// <summary>Keeps that a session's provider refused it, unless its value was replaced since the session began.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="finding">What the provider said.</param>
    /// <param name="usedSince">When the session read the value.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The credential if it is failing only now; null if it was known, replaced or deleted.</returns>
    public async Task<Credential?> ReportAsync(
        string tenantId, string id, ValidationFinding finding, DateTimeOffset usedSince, CancellationToken cancellationToken)
    {
        var current = await FindAsync(tenantId, id, cancellationToken);
        if (current is null || current.Value.State == CredentialState.Failing || current.Value.RotatedAt > usedSince)
        {
            return null;
        }

        var failing = await _shelf.ReplaceAsync(
            new(Caller.Service(tenantId), "fail", id, current.Version, old => old with
            {
                State = CredentialState.Failing,
                Findings = [finding],
                CheckedAt = environment.Now(),
            }),
            cancellationToken);
        return failing.Value?.Value;
    }

    /// <summary>Tells who uses it; null if there is none of that id.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<CredentialUse?> UseAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        await FindAsync(tenantId, id, cancellationToken) is null ? null : await UseOfAsync(tenantId, id, cancellationToken);

    /// <summary>Deletes it, unless something depends on it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">The version that is to be deleted, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Outcome<Stored<Credential>>> DeleteAsync(Caller caller, string id, long? version, CancellationToken cancellationToken) =>
        _shelf.RemoveAsync(
            caller,
            id,
            version,
            cancellationToken,
            async (_, token) => await UseOfAsync(caller.TenantId, id, token) is { IsUsed: true } use ? InUse(use) : null);

    private async Task<CredentialUse> UseOfAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        var agents = await environment.Records.VoiceAgents.ListAsync(
            tenantId, new RecordQuery(RecordKinds.VoiceAgent, tenantId) { Tag = id, Limit = 1_000 }, cancellationToken);
        var tenant = await environment.Records.Tenants.FindAsync(RecordKey.Operator, tenantId, cancellationToken);
        return new([.. agents.Values.Select(agent => agent.Value)], tenant?.Value.DefaultAvatarCredentialId == id);
    }

    private async Task<Outcome<Credential>> CheckedAsync(Credential credential, bool skip, CancellationToken cancellationToken)
    {
        if (skip)
        {
            return credential with { State = CredentialState.Unchecked, Findings = [], CheckedAt = null };
        }

        var report = await checks.CheckAsync(credential.Kind, credential.Value, cancellationToken);
        return report.IsUsable ? With(credential, report) : Refusal.ByProvider("credential", report);
    }

    private Credential With(Credential credential, ValidationReport report) => credential with
    {
        State = !report.IsUsable ? CredentialState.Failing
            : report.Findings.Any(CredentialChecks.IsUnanswered) ? CredentialState.Unchecked
            : CredentialState.Working,
        Findings = report.Findings,
        MaximumConcurrency = report.Facts?.MaximumConcurrency ?? credential.MaximumConcurrency,
        CheckedAt = environment.Now(),
    };

    private static Refusal InUse(CredentialUse use) => new(
        RefusalKind.InUse,
        use.IsDefaultAvatarCredential
            ? "The credential is the tenant's default for LiveAvatar: set another one first."
            : $"{use.VoiceAgents.Count} voice agents use the credential (its page \"use\" lists them): give them another one first.");
}
