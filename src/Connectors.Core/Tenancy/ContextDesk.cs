using Connectors.Core.Records;

namespace Connectors.Core.Tenancy;

/// <summary>Where a tenant's contexts are made, changed and deleted.</summary>
/// <param name="environment">What desks need.</param>
public sealed class ContextDesk(TenancyEnvironment environment)
{
    // They are prompts of agents: as many as voice agents.
    private readonly Shelf<Context> _shelf = new(environment, environment.Records.Contexts, "context", quotas => quotas.VoiceAgents);

    /// <summary>Stores a new one.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Context>>> CreateAsync(Caller caller, ContextDraft draft, CancellationToken cancellationToken)
    {
        var now = environment.Now();
        return draft.Errors().ToList() is { Count: > 0 } errors
            ? Refusal.Invalid(errors)
            : await _shelf.AddAsync(caller, Make(caller.TenantId, environment.NextId(), draft, now, now), cancellationToken);
    }

    /// <summary>Reads one, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Stored<Context>?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        _shelf.Records.FindAsync(tenantId, id, cancellationToken);

    /// <summary>Reads a page.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="page">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RecordPage<Context>> ListAsync(string tenantId, RecordQuery? page, CancellationToken cancellationToken) =>
        _shelf.Records.ListAsync(tenantId, page, cancellationToken);

    /// <summary>Replaces it; sessions whose token was made keep what they were given.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="version">The version that is to be changed, or null: whichever it is.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<Outcome<Stored<Context>>> ReplaceAsync(
        Caller caller, string id, ContextDraft draft, long? version, CancellationToken cancellationToken) =>
        draft.Errors().ToList() is { Count: > 0 } errors
            ? Refusal.Invalid(errors)
            : await _shelf.ReplaceAsync(
                new(caller, "replace", id, version, old => Make(old.TenantId, id, draft, old.CreatedAt, environment.Now())),
                cancellationToken);

    /// <summary>Deletes it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<Outcome<Stored<Context>>> DeleteAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        _shelf.RemoveAsync(caller, id, null, cancellationToken);

    private Context Make(string tenantId, string id, ContextDraft draft, DateTimeOffset createdAt, DateTimeOffset updatedAt) => new()
    {
        Id = id,
        TenantId = tenantId,
        Name = draft.Name!,
        Prompt = draft.Prompt!,
        OpeningText = draft.OpeningText ?? string.Empty,
        Links = [.. draft.Links.Select(link => link.Id.Length > 0 ? link : link with { Id = environment.NextId() })],
        CreatedAt = createdAt,
        UpdatedAt = updatedAt,
    };
}
