using Connectors.Validation;

namespace Connectors.Core.Rooms.Projects;

/// <summary>Room servers of tenants' own projects.</summary>
public interface IRoomServers
{
    /// <summary>Makes a token for a participant, with the least that its role needs.</summary>
    /// <param name="project">Whose room.</param>
    /// <param name="pass">Who, where, as what.</param>
    string Mint(LiveKitProject project, RoomPass pass);

    /// <summary>Asks the server whether it takes key and secret.</summary>
    /// <param name="project">The project.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ValidationReport> CheckAsync(LiveKitProject project, CancellationToken cancellationToken);
}
