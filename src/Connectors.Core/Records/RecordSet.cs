using System.Text.Json;
using Connectors.Core.Vault;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Records;

/// <summary>
/// Values of one type in the store. Changes are made as <see cref="RecordWrite"/>s, so that several sets can change in one
/// batch, together with the audit entry that tells of it. What can't be read (a destroyed data key, damage, a newer program)
/// is left out and logged: it never keeps the readable ones from anyone.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="store">Where.</param>
/// <param name="vault">Seals the bodies of sealed kinds.</param>
/// <param name="shape">How values become records.</param>
/// <param name="logger">Told of what can't be read.</param>
public sealed partial class RecordSet<T>(IRecordStore store, IVault vault, RecordShape<T> shape, ILogger logger)
    where T : class
{
    /// <summary>Prepares the writing of a new value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<RecordWrite> AddAsync(T value, CancellationToken cancellationToken) =>
        new RecordWrite.Add(await RecordAsync(value, 0, cancellationToken));

    /// <summary>Prepares the replacing of a value.</summary>
    /// <param name="stored">The new value, with the version of the old one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<RecordWrite> ReplaceAsync(Stored<T> stored, CancellationToken cancellationToken) =>
        new RecordWrite.Replace(await RecordAsync(stored.Value, stored.Version, cancellationToken));

    /// <summary>Prepares the removing of a value.</summary>
    /// <param name="stored">The value and its version.</param>
    public RecordWrite Remove(Stored<T> stored) => new RecordWrite.Remove(KeyOf(stored.Value), stored.Version);

    /// <summary>Name of a value's record.</summary>
    /// <param name="value">The value.</param>
    public RecordKey KeyOf(T value)
    {
        var (tenantId, id) = shape.KeyOf(value);
        return new(shape.Kind, tenantId, id);
    }

    /// <summary>Reads a value, or null: there is none, or it can't be read.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Stored<T>?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(new(shape.Kind, tenantId, id), cancellationToken) is { } record
            ? await ReadAsync(record, cancellationToken)
            : null;

    /// <summary>Reads a tenant's values in the order of their ids.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="page">Which of them; its kind and tenant are ignored. Null for the first hundred.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<RecordPage<T>> ListAsync(string tenantId, RecordQuery? page, CancellationToken cancellationToken)
    {
        var query = page is null ? new RecordQuery(shape.Kind, tenantId) : page with { Kind = shape.Kind, TenantId = tenantId };
        var records = await store.ListAsync(query, cancellationToken);
        return new(
            await ReadAsync(records, cancellationToken),
            records.Count == query.Limit ? records[^1].Key.Id : null);
    }

    /// <summary>Reads what is due, of all tenants, longest due first.</summary>
    /// <param name="until">Due at this time or before.</param>
    /// <param name="limit">At most so many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<Stored<T>>> ListDueAsync(DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(await store.ListDueAsync(shape.Kind, until, limit, cancellationToken), cancellationToken);

    /// <summary>Reads a record of this set that was found in the store, or null: it can't be read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<Stored<T>?> ReadAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        var body = shape.IsSealed ? await vault.OpenAsync(NameOf(record.Key), record.Body, cancellationToken) : record.Body;
        if (body is { } content && Parse(content.Span) is { } value)
        {
            return new(value, record.Version);
        }

        RecordLog.RecordUnreadable(logger, record.Key.Kind, record.Key.TenantId, record.Key.Id);
        return null;
    }

    private async ValueTask<StoredRecord> RecordAsync(T value, long version, CancellationToken cancellationToken)
    {
        var key = KeyOf(value);
        ReadOnlyMemory<byte> body = JsonSerializer.SerializeToUtf8Bytes(value, shape.Json);
        return new()
        {
            Key = key,
            Version = version,
            Tag = shape.TagOf?.Invoke(value),
            Due = shape.DueOf?.Invoke(value),
            Body = shape.IsSealed ? await vault.SealAsync(NameOf(key), body, cancellationToken) : body,
        };
    }

    private async Task<List<Stored<T>>> ReadAsync(IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        var values = new List<Stored<T>>(records.Count);
        foreach (var record in records)
        {
            if (await ReadAsync(record, cancellationToken) is { } stored)
            {
                values.Add(stored);
            }
        }

        return values;
    }

    private T? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, shape.Json);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    // The operator has a data key of its own, as if it were a tenant; tenants' ids are UUIDs.
    private static SealedName NameOf(RecordKey key) =>
        new(key.TenantId.Length == 0 ? "operator" : key.TenantId, key.Kind, key.Id);
}
