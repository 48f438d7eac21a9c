namespace Connectors.Core.Sessions;

/// <summary>
/// Keeps session records. What was acknowledged survives the death of the process and of the machine. Rows that can't be
/// read (a lost key, a newer schema, damage) are left out, logged and counted: they never keep the readable ones from anyone.
/// </summary>
public interface ISessionStore
{
    /// <summary>Writes a new record.</summary>
    /// <param name="record">The record; its version is ignored.</param>
    /// <param name="cancellationToken">Cancels the wait; the write may have happened.</param>
    /// <returns>The record with its first version, or null: there is one of that id already.</returns>
    Task<SessionRecord?> AddAsync(SessionRecord record, CancellationToken cancellationToken);

    /// <summary>Replaces a record that nobody else has changed since it was read.</summary>
    /// <param name="record">The new one, with the version of the old one.</param>
    /// <param name="cancellationToken">Cancels the wait; the write may have happened.</param>
    /// <returns>The record with its next version, or null: it was changed meanwhile, or there is none.</returns>
    Task<SessionRecord?> UpdateAsync(SessionRecord record, CancellationToken cancellationToken);

    /// <summary>Reads one record.</summary>
    /// <param name="id">Our id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The record, or null: there is none, or it can't be read.</returns>
    Task<SessionRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Sessions that have not ended, oldest first. After a restart these are the ones the last process left behind: end them
    /// (<see cref="SessionEndReasons.ServerRestarted"/>) or go on with them.
    /// </summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<SessionRecord>> ListUnfinishedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Sessions that have ended without LiveAvatar knowing it (<see cref="SessionRecord.IsStopOwed"/>), longest untouched
    /// first: one whose stop keeps failing goes to the end of the line with its next <see cref="SessionRecord.UpdatedAt"/>.
    /// </summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<SessionRecord>> ListStopOwedAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Reads one record of a tenant.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Our id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The record, or null: the tenant has none of that id, or it can't be read.</returns>
    Task<SessionRecord?> FindAsync(string tenantId, string id, CancellationToken cancellationToken);

    /// <summary>Sessions of one tenant.</summary>
    /// <param name="query">Which, and in what order.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>As many as asked for, unless there are no more; the last one's id is where to go on.</returns>
    Task<IReadOnlyList<SessionRecord>> ListAsync(SessionQuery query, CancellationToken cancellationToken);

    /// <summary>Removes a tenant's sessions that ended before a time, except those whose stop is owed.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the wait; some may have been removed.</param>
    /// <returns>How many were removed.</returns>
    Task<long> RemoveEndedAsync(string tenantId, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Removes all sessions of a tenant, also those that are not over: end them first.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="cancellationToken">Cancels the wait; some may have been removed.</param>
    /// <returns>How many were removed.</returns>
    Task<long> RemoveAllAsync(string tenantId, CancellationToken cancellationToken);
}
