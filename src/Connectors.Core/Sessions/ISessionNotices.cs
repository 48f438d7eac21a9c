using Connectors.Core.Records;

namespace Connectors.Core.Sessions;

/// <summary>Whoever wants to be told of sessions: makes messages as record writes, to be written with what they tell of.</summary>
public interface ISessionNotices
{
    /// <summary>Prepares the telling.</summary>
    /// <param name="notice">Of what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What to write; empty if nobody wants to know.</returns>
    Task<IReadOnlyList<RecordWrite>> PrepareAsync(SessionNotice notice, CancellationToken cancellationToken);
}
