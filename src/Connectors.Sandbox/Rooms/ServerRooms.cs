using System.Collections.Concurrent;
using Connectors.LiveKit.Tokens;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Sandbox.Rooms;

/// <summary>Rooms of a room server for the LiveAvatar sandbox.</summary>
internal sealed class ServerRooms : IRoomProvider, IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    private readonly RoomServer _server;
    private readonly TimeProvider _time;
    private readonly RoomAdmin _admin;
    private readonly ConcurrentDictionary<string, Known> _rooms = new(StringComparer.Ordinal);
    private readonly PeriodicTimer _timer;
    private readonly Task _look;

    /// <summary>Uses a server.</summary>
    /// <param name="server">The server; not disposed with this.</param>
    /// <param name="time">The clock.</param>
    public ServerRooms(RoomServer server, TimeProvider time)
    {
        _server = server;
        _time = time;
        _admin = new(server);
        _timer = new(LookInterval, time);
        _look = Task.Run(LookAsync);
    }

    /// <inheritdoc/>
    public Task<SandboxRoom> CreateAsync(string name, AgentGrants agent, CancellationToken cancellation)
    {
        // The server makes the room with its first participant.
        _rooms[name] = new(agent.Identity);
        var full = new LiveKitGrants { Room = name, CanPublish = true, CanSubscribe = true, CanPublishData = true };
        return Task.FromResult(new SandboxRoom(
            _server.Url, name, Mint("heygen", full), Mint("client", full),
            _server.Mint(agent.Identity, full with { CanPublishData = agent.CanPublishData }, agent.Lifetime ?? Lifetime)));
    }

    /// <inheritdoc/>
    public bool HadUser(string name) => _rooms.TryGetValue(name, out var room) && room.HadUser;

    /// <inheritdoc/>
    public async Task DeleteAsync(string name)
    {
        _rooms.TryRemove(name, out _);
        using var limit = new CancellationTokenSource(CallLimit, _time);
        try
        {
            _ = await _admin.DeleteRoomAsync(name, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Without its server the room is gone as well.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _look;
        _admin.Dispose();
    }

    private string Mint(string identity, LiveKitGrants grants) =>
        _server.Mint(identity, grants, Lifetime, new() { Name = identity });

    private async Task LookAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            foreach (var (name, room) in _rooms.Where(entry => !entry.Value.HadUser))
            {
                using var limit = new CancellationTokenSource(CallLimit, _time);
                try
                {
                    var identities = await _admin.ListParticipantsAsync(name, limit.Token);
                    room.HadUser = identities.Any(identity => identity != "heygen" && identity != room.Agent);
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    // Looked at again in a second.
                }
            }
        }
    }

    private sealed class Known(string agent)
    {
        public string Agent => agent;

        public bool HadUser { get; set; }
    }
}
