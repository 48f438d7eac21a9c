using Connectors.Core.Records;
using Connectors.Core.Vault;

namespace Connectors.Core.Tenancy;

/// <summary>Where tenants are made, changed and deleted.</summary>
/// <param name="environment">What desks need.</param>
/// <param name="vault">Whose data key dies with a tenant.</param>
public sealed class TenantDesk(TenancyEnvironment environment, IVault vault)
{
    private const string Noun = "tenant";
    private const string DefaultAvatarCredential = "default_liveavatar_credential_id";

    private readonly Shelf<Tenant> _shelf = new(environment, environment.Records.Tenants, Noun);

    /// <summary>Makes a tenant.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Tenant>>> CreateAsync(Caller caller, TenantDraft draft, CancellationToken cancellationToken)
    {
        if (draft.Errors(isNew: true).ToList() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        var now = environment.Now();
        var tenant = new Tenant
        {
            Id = environment.NextId(),
            Name = draft.Name!,
            Quotas = draft.Quotas?.ApplyTo(new()) ?? new(),
            State = draft.IsSuspended == true ? TenantState.Suspended : TenantState.Active,
            MetricsGroup = draft.GroupAfter(null),
            CreatedAt = now,
            UpdatedAt = now,
        };
        return await _shelf.AddAsync(caller, tenant, cancellationToken);
    }

    /// <summary>Reads one, or null: there is none, or it is being deleted.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Stored<Tenant>?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _shelf.Records.FindAsync(RecordKey.Operator, id, cancellationToken) is { Value.State: not TenantState.Deleting } tenant
            ? tenant
            : null;

    /// <summary>Reads a page, those that are being deleted among them.</summary>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RecordPage<Tenant>> ListAsync(RecordQuery? page, CancellationToken cancellationToken) =>
        _shelf.Records.ListAsync(RecordKey.Operator, page, cancellationToken);

    /// <summary>Changes what the operator decides.</summary>
    /// <param name="caller">The operator.</param>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What changes.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Tenant>>> ChangeAsync(
        Caller caller, string id, TenantDraft draft, long? version, CancellationToken cancellationToken)
    {
        if (draft.Errors(isNew: false).ToList() is { Count: > 0 } errors)
        {
            return Refusal.Invalid(errors);
        }

        if (await FindAsync(id, cancellationToken) is null)
        {
            return Refusal.NotFound(Noun);
        }

        return await _shelf.ReplaceAsync(
            new(caller, "change", id, version, old => old with
            {
                Name = draft.Name ?? old.Name,
                Quotas = draft.Quotas?.ApplyTo(old.Quotas) ?? old.Quotas,
                State = Next(old.State, draft.IsSuspended),
                MetricsGroup = draft.GroupAfter(old.MetricsGroup),
                UpdatedAt = environment.Now(),
            }),
            cancellationToken);
    }

    /// <summary>Changes what a tenant decides about itself.</summary>
    /// <param name="caller">The tenant.</param>
    /// <param name="settings">What changes.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Tenant>>> ConfigureAsync(
        Caller caller, TenantSettings settings, long? version, CancellationToken cancellationToken)
    {
        var errors = (settings.Retention?.ApplyTo(new()).Errors() ?? []).Select(error => error.Under("retention")).ToList();
        if (settings.DefaultAvatarCredentialId is { Length: > 0 } id
            && await environment.Credentials.FindAsync(caller.TenantId, id, Credential.LiveAvatarKind, cancellationToken) is null)
        {
            errors.Add(CredentialReferences.Missing(DefaultAvatarCredential, Credential.LiveAvatarKind));
        }

        return errors.Count > 0
            ? Refusal.Invalid(errors)
            : await _shelf.ReplaceAsync(
                new(caller, "configure", caller.TenantId, version, old => Configured(old, settings)) { Partition = RecordKey.Operator },
                cancellationToken,
                token => HoldAsync(caller.TenantId, settings.DefaultAvatarCredentialId, token));
    }

    /// <summary>
    /// Marks a tenant as being deleted: from here on its keys are refused and it can't be found. Sessions have to be ended
    /// before <see cref="EraseAsync"/>.
    /// </summary>
    /// <param name="caller">The operator.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">The version that is to be deleted, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Outcome<Stored<Tenant>>> DeleteAsync(Caller caller, string id, long? version, CancellationToken cancellationToken) =>
        _shelf.ReplaceAsync(
            new(caller, "delete", id, version, old => old with { State = TenantState.Deleting, UpdatedAt = environment.Now() }),
            cancellationToken);

    /// <summary>
    /// Destroys the data key of a tenant that is being deleted, then everything of it; safe to repeat after a crash. The
    /// operator's audit log keeps that it was there.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task EraseAsync(string id, CancellationToken cancellationToken)
    {
        await vault.DestroyAsync(id, cancellationToken);
        await environment.Store.RemoveAllAsync(id, null, null, cancellationToken);
        await environment.Store.RemoveAllAsync(RecordKey.Operator, RecordKinds.ApiKey, id, cancellationToken);
        if (await _shelf.Records.FindAsync(RecordKey.Operator, id, cancellationToken) is { Value.State: TenantState.Deleting } tenant)
        {
            await environment.Store.WriteAsync([_shelf.Records.Remove(tenant)], cancellationToken);
        }
    }

    private static TenantState Next(TenantState old, bool? isSuspended) => (old, isSuspended) switch
    {
        (TenantState.Deleting, _) or (_, null) => old,
        (_, true) => TenantState.Suspended,
        _ => TenantState.Active,
    };

    private Tenant Configured(Tenant old, TenantSettings settings) => old with
    {
        Retention = settings.Retention?.ApplyTo(old.Retention) ?? old.Retention,
        DefaultAvatarCredentialId = settings.DefaultAvatarCredentialId switch
        {
            null => old.DefaultAvatarCredentialId,
            "" => null,
            { } chosen => chosen,
        },
        UpdatedAt = environment.Now(),
    };

    private async Task<Outcome<RecordWrite>?> HoldAsync(string tenantId, string? credentialId, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(credentialId)
            ? null
            : await environment.Credentials.HoldAsync(tenantId, credentialId, DefaultAvatarCredential, cancellationToken);
}
