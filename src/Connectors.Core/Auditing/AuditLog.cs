using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Connectors.Core.Records;
using Connectors.Core.Vault;

namespace Connectors.Core.Auditing;

/// <summary>
/// The audit log in the record store. An entry's HMAC covers the one before it, and the last one's stands in a head that is
/// replaced in the same batch: whoever writes at the same time loses and tries again behind it.
/// </summary>
/// <param name="records">Where it is kept.</param>
/// <param name="keys">Signs it.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Design", "CA1001", Justification = "The gates hold nothing to release, and live as long as the process.")]
public sealed class AuditLog(IRecordStore records, IDerivedKeys keys, TimeProvider time) : IAuditLog, IAuditTrail
{
    /// <summary>Purpose of the keys that sign entries.</summary>
    internal const string Purpose = DerivedKeys.Audit;

    // Only another process gets in between. Whoever loses waits a moment of random length, longer each time; so many times in a
    // row is no accident.
    private const int Attempts = 50;
    private const int LongestWaitMilliseconds = 64;

    // One entry of a tenant at a time in this process: else they would only lose against each other.
    private const int Gates = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];

    /// <inheritdoc/>
    public async Task<RecordKey?> WriteAsync(
        AuditEvent audited, IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)StringComparer.Ordinal.GetHashCode(audited.TenantId) % Gates];
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var link = await NextAsync(audited, cancellationToken);
                var unmet = await records.WriteAsync([.. writes, .. link], cancellationToken);
                if (unmet is null || !link.Exists(write => write.Key == unmet))
                {
                    return unmet;
                }

                var longest = Math.Min(1 << Math.Min(attempt, 16), LongestWaitMilliseconds);
                var wait = TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(longest + 1));
                await Task.Delay(wait, time, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }

        throw new InvalidOperationException("The audit log is being written by others all the time.");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(
        string tenantId, long? before, int limit, CancellationToken cancellationToken)
    {
        var query = new RecordQuery(RecordKinds.AuditEntry, tenantId)
        {
            After = before is { } sequence ? AuditRecord.IdOf(Math.Max(sequence, 0)) : null,
            Descending = true,
            Limit = limit,
        };
        var found = await records.ListAsync(query, cancellationToken);
        return [.. found.Select(record => AuditRecord.Parse(record.Body.Span)?.ToEntry(tenantId)).OfType<AuditEntry>()];
    }

    private async Task<List<RecordWrite>> NextAsync(AuditEvent audited, CancellationToken cancellationToken)
    {
        var stored = await records.FindAsync(AuditRecord.HeadOf(audited.TenantId), cancellationToken);
        var head = stored is null ? null : AuditRecord.ParseHead(stored.Body.Span)
            ?? throw new InvalidDataException($"The head of the audit log of tenant {audited.TenantId} is damaged.");
        var key = keys.Current(Purpose);
        var entry = new AuditRecord
        {
            Sequence = (head?.Sequence ?? 0) + 1,
            At = time.GetUtcNow(),
            Actor = audited.Actor,
            Action = audited.Action,
            Subject = audited.Subject,
            Outcome = audited.Outcome,
            From = audited.From,
            Key = key.Id,
            Previous = head?.Mac ?? string.Empty,
        }.SignedWith(key, audited.TenantId);
        var next = new StoredRecord
        {
            Key = AuditRecord.HeadOf(audited.TenantId),
            Version = stored?.Version ?? 0,
            Body = AuditRecord.ToJson(new AuditHead(entry.Sequence, entry.Mac)),
        };
        return
        [
            stored is null ? new RecordWrite.Add(next) : new RecordWrite.Replace(next),
            new RecordWrite.Add(new() { Key = AuditRecord.KeyOf(audited.TenantId, entry.Sequence), Body = entry.ToJson() }),
        ];
    }
}
