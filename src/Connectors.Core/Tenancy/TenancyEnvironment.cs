using Connectors.Core.Auditing;
using Connectors.Core.Records;

namespace Connectors.Core.Tenancy;

/// <summary>What the desks of this folder need: where things are kept, who is told, ids and the clock.</summary>
/// <param name="store">Where records are kept.</param>
/// <param name="records">The same, typed.</param>
/// <param name="audit">Carries every change together with its entry.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="time">The clock.</param>
public sealed class TenancyEnvironment(IRecordStore store, TenancyRecords records, IAuditLog audit, IdSource ids, TimeProvider time)
{
    // Whoever loses against another change reads again; more than this means a fault, not a crowd.
    private const int Attempts = 50;

    /// <summary>What tenants have.</summary>
    public TenancyRecords Records { get; } = records;

    /// <summary>The store itself.</summary>
    public IRecordStore Store { get; } = store;

    internal CredentialReferences Credentials { get; } = new(records.Credentials);

    internal RecordCounts Counts { get; } = new(store);

    internal string NextId() => ids.Next();

    internal DateTimeOffset Now() => time.GetUtcNow();

    /// <summary>
    /// Makes a change that depends on what was read: prepares it, writes it together with its audit entry, and prepares it
    /// again when something it depends on was changed by somebody else in between.
    /// </summary>
    /// <typeparam name="T">What the change brings.</typeparam>
    /// <param name="prepare">Reads, and says what to write, what to tell and what to answer; or a refusal.</param>
    /// <param name="cancellationToken">Cancels the wait; the change may have been made.</param>
    internal async Task<Outcome<T>> ChangeAsync<T>(
        Func<CancellationToken, Task<Outcome<Change<T>>>> prepare, CancellationToken cancellationToken)
        where T : class
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var prepared = await prepare(cancellationToken);
            if (prepared.Refusal is { } refusal)
            {
                return refusal;
            }

            var change = prepared.Value!;
            if (await audit.WriteAsync(change.Audited, change.Writes, cancellationToken) is null)
            {
                return change.Result;
            }
        }

        return new Refusal(RefusalKind.Failed, "Too many others change the same thing at once. Try again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
    }

    /// <summary>Writes an entry, with writes that depend on nothing.</summary>
    internal Task TellAsync(AuditEvent audited, IReadOnlyList<RecordWrite> writes, CancellationToken cancellationToken) =>
        audit.WriteAsync(audited, writes, cancellationToken);
}
