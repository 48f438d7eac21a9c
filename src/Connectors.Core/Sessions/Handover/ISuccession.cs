namespace Connectors.Core.Sessions.Handover;

/// <summary>Finds another process to go on with a session of this one.</summary>
public interface ISuccession
{
    /// <summary>Whether there are other processes; without them nobody waits for one.</summary>
    bool HasPeers { get; }

    /// <summary>Has another process make ready everything that it can without the session's room.</summary>
    /// <param name="sessionId">Our id of the session.</param>
    /// <param name="cancellationToken">Gives up; what was made ready is abandoned.</param>
    /// <returns>Whoever is ready, or null: nobody can at present.</returns>
    Task<ISuccessor?> PrepareAsync(string sessionId, CancellationToken cancellationToken);
}
