using Connectors.Core.Auditing;
using Connectors.Core.Records;

namespace Connectors.Core.Tenancy;

/// <summary>What all desks do alike with the one kind of thing they keep.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="environment">What desks need.</param>
/// <param name="records">Where they are kept.</param>
/// <param name="noun">What they are called, as in <c>credential.create</c>.</param>
/// <param name="quota">How many of them a tenant may have, counted under the noun; null: no quota limits them.</param>
internal sealed class Shelf<T>(
    TenancyEnvironment environment, RecordSet<T> records, string noun, Func<TenantQuotas, int>? quota = null)
    where T : class
{
    /// <summary>Prepares what is written along with a change; null: nothing. May refuse the change.</summary>
    public delegate Task<Outcome<RecordWrite>?> Companion(CancellationToken cancellationToken);

    public RecordSet<T> Records => records;

    /// <summary>Reads the one that is meant; with a version, only as long as it has that one.</summary>
    public async Task<Outcome<Stored<T>>> CurrentAsync(string partition, string id, long? version, CancellationToken cancellationToken)
    {
        var stored = await records.FindAsync(partition, id, cancellationToken);
        return stored is null ? Refusal.NotFound(noun)
            : version is { } wanted && wanted != stored.Version ? Refusal.Changed(noun)
            : stored;
    }

    /// <summary>Adds one if the quota allows it.</summary>
    public Task<Outcome<Stored<T>>> AddAsync(
        Caller caller, T value, CancellationToken cancellationToken, Companion? also = null) =>
        environment.ChangeAsync<Stored<T>>(
            async token =>
            {
                List<RecordWrite> writes = [await records.AddAsync(value, token)];
                return await CountAsync(caller.TenantId, writes, token)
                    ?? await AlsoAsync(also, writes, token)
                    ?? Ready(caller.Did($"{noun}.create", Subject(records.KeyOf(value).Id)), writes, new(value, 1));
            },
            cancellationToken);

    /// <summary>Replaces one by what becomes of it.</summary>
    public Task<Outcome<Stored<T>>> ReplaceAsync(Replacement<T> replacement, CancellationToken cancellationToken, Companion? also = null) =>
        environment.ChangeAsync<Stored<T>>(
            async token =>
            {
                var (caller, verb, id, version, change) = replacement;
                var current = await CurrentAsync(replacement.Partition ?? caller.TenantId, id, version, token);
                if (!current.IsDone)
                {
                    return current.Refusal;
                }

                var changed = current.Value with { Value = change(current.Value.Value) };
                List<RecordWrite> writes = [await records.ReplaceAsync(changed, token)];
                return await AlsoAsync(also, writes, token)
                    ?? Ready(caller.Did($"{noun}.{verb}", Subject(id)), writes, changed with { Version = changed.Version + 1 });
            },
            cancellationToken);

    /// <summary>Removes one unless something speaks against it.</summary>
    public Task<Outcome<Stored<T>>> RemoveAsync(
        Caller caller,
        string id,
        long? version,
        CancellationToken cancellationToken,
        Func<Stored<T>, CancellationToken, Task<Refusal?>>? against = null) =>
        environment.ChangeAsync<Stored<T>>(
            async token =>
            {
                var current = await CurrentAsync(caller.TenantId, id, version, token);
                if (!current.IsDone)
                {
                    return current.Refusal;
                }

                if (against is not null && await against(current.Value, token) is { } refused)
                {
                    return refused;
                }

                List<RecordWrite> writes = [records.Remove(current.Value)];
                if (quota is not null)
                {
                    writes.Add(await environment.Counts.OneLessAsync(caller.TenantId, noun, token));
                }

                return Ready(caller.Did($"{noun}.delete", Subject(id)), writes, current.Value);
            },
            cancellationToken);

    private static Outcome<Change<Stored<T>>> Ready(AuditEvent audited, List<RecordWrite> writes, Stored<T> result) =>
        new Change<Stored<T>>(audited, writes, result);

    private static async Task<Outcome<Change<Stored<T>>>?> AlsoAsync(
        Companion? also, List<RecordWrite> writes, CancellationToken cancellationToken)
    {
        if (also is null || await also(cancellationToken) is not { } more)
        {
            return null;
        }

        if (more.IsDone)
        {
            writes.Add(more.Value);
            return null;
        }

        return more.Refusal;
    }

    private async Task<Outcome<Change<Stored<T>>>?> CountAsync(
        string tenantId, List<RecordWrite> writes, CancellationToken cancellationToken)
    {
        if (quota is null)
        {
            return null;
        }

        var tenant = await environment.Records.Tenants.FindAsync(RecordKey.Operator, tenantId, cancellationToken);
        var limit = tenant is null ? 0 : quota(tenant.Value.Quotas);
        if (await environment.Counts.OneMoreAsync(tenantId, noun, limit, cancellationToken) is { } counted)
        {
            writes.Add(counted);
            return null;
        }

        return new Refusal(RefusalKind.QuotaReached, $"The tenant may have {limit} of the kind {noun}, and has them.");
    }

    private string Subject(string id) => $"{noun}/{id}";
}
