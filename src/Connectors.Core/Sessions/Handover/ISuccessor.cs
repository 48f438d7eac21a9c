namespace Connectors.Core.Sessions.Handover;

/// <summary>A process that is ready to go on with a session.</summary>
public interface ISuccessor
{
    /// <summary>Takes the session, which its holder has released, and joins its room.</summary>
    /// <param name="cancellationToken">Gives up waiting; it may have been taken.</param>
    /// <returns>False: it didn't, and never will.</returns>
    Task<bool> TakeOverAsync(CancellationToken cancellationToken);

    /// <summary>It isn't needed: it lets go of what it made ready.</summary>
    Task AbandonAsync();
}
