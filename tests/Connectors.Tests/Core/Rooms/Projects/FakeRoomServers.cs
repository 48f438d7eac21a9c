using Connectors.Core.Rooms.Projects;
using Connectors.LiveKit.Tokens;
using Connectors.Validation;

namespace Connectors.Tests.Core.Rooms.Projects;

/// <summary>A LiveKit server in memory: makes real tokens, and says of every key what the test wants.</summary>
internal sealed class FakeRoomServers(TimeProvider time) : IRoomServers
{
    /// <summary>Passes that were made out, in order.</summary>
    public List<RoomPass> Passes { get; } = [];

    public ValidationReport Report { get; set; } = new([], Facts: null);

    public string Mint(LiveKitProject project, RoomPass pass)
    {
        Passes.Add(pass);
        var grants = new LiveKitGrants { Room = pass.Room, CanPublishData = true };
        return new LiveKitAccessToken(project.ApiKey, project.ApiSecret, time).Mint(pass.Identity, grants, pass.Lifetime);
    }

    public Task<ValidationReport> CheckAsync(LiveKitProject project, CancellationToken cancellationToken) => Task.FromResult(Report);
}
