using Connectors.Core.Records;
using Connectors.Core.Vault;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>Prepared sessions in the store, sealed.</summary>
internal sealed class PreparedRecords(IRecordStore store, IVault vault, ILoggerFactory loggers)
{
    private readonly RecordSet<PreparedSession> _records = new(
        store,
        vault,
        new(RecordKinds.PreparedSession, PreparedJson.Default.PreparedSession, session => (session.TenantId, session.Id))
        {
            IsSealed = true,
            DueOf = session => session.ForgottenAt,
        },
        loggers.CreateLogger<PreparedRecords>());

    /// <summary>Writes a new one.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task AddAsync(PreparedSession session, CancellationToken cancellationToken) =>
        await store.WriteAsync([await _records.AddAsync(session, cancellationToken)], cancellationToken);

    /// <summary>Reads one, or null.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Stored<PreparedSession>?> FindAsync(string tenantId, string id, CancellationToken cancellationToken) =>
        _records.FindAsync(tenantId, id, cancellationToken);

    /// <summary>Replaces one that nobody else has changed.</summary>
    /// <param name="session">The new one, with the version of the old one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task ReplaceAsync(Stored<PreparedSession> session, CancellationToken cancellationToken) =>
        await store.WriteAsync([await _records.ReplaceAsync(session, cancellationToken)], cancellationToken);

    /// <summary>Removes what is due.</summary>
    /// <param name="until">Due at this time or before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SweepAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        foreach (var due in await _records.ListDueAsync(until, RecordLimits.Results, cancellationToken))
        {
            await store.WriteAsync([_records.Remove(due)], cancellationToken);
        }
    }
}
