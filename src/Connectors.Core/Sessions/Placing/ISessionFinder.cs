namespace Connectors.Core.Sessions.Placing;

/// <summary>Has a session be on a node that is there.</summary>
public interface ISessionFinder
{
    /// <summary>Sees to it that a session that is not over is somewhere: where it is, or where there is room.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task TakeUpAsync(string sessionId, CancellationToken cancellationToken);
}
