using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Sessions;

/// <summary>All peers of the service in this process, a room server beside it, and the service in processes of its own.</summary>
internal sealed class SessionStage : IAsyncDisposable
{
    private readonly RoomServer _rooms;
    private readonly ServerRooms _roomsOfAvatars;
    private readonly LiveAvatarSandbox _liveAvatar;
    private readonly ElevenLabsSandbox _provider;
    private readonly List<HostChild> _hosts = [];

    private SessionStage(RoomServer rooms, ServerRooms roomsOfAvatars, LiveAvatarSandbox liveAvatar, ElevenLabsSandbox provider) =>
        (_rooms, _roomsOfAvatars, _liveAvatar, _provider) = (rooms, roomsOfAvatars, liveAvatar, provider);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<SessionStage> StartAsync(CancellationToken cancellationToken)
    {
        var rooms = await RoomServer.StartOwnAsync(Time, cancellationToken);
        var roomsOfAvatars = new ServerRooms(rooms, Time);
        var liveAvatar = await LiveAvatarSandbox.StartAsync(roomsOfAvatars, () => new AvatarBody(Time), Time);
        var provider = new ElevenLabsSandbox(new() { Script = AgentScript.Default }, Time);
        await provider.StartAsync();
        return new(rooms, roomsOfAvatars, liveAvatar, provider);
    }

    /// <summary>One more process of the service; its settings are made from LiveAvatar's address.</summary>
    public HostChild AddHost(Func<Uri, HostSettings> settings)
    {
        _hosts.Add(new(settings(_liveAvatar.BaseAddress)));
        return _hosts[^1];
    }

    /// <summary>Starts a session and lets a user join it; returns when its agent is ready.</summary>
    public async Task<(SandboxUser User, double Call, Dictionary<string, double> Stages)> JoinAsync(
        HostChild host, string id, CancellationToken cancellationToken)
    {
        var start = await host.AskAsync<HostStart>(
            $"start {id} {_liveAvatar.Switches.ApiKeys.First()} {LiveAvatarCloud.OtherAvatar} {_provider.BaseAddress} "
            + $"{_provider.Behaviour.AgentId} {_provider.Behaviour.Account.ApiKey}",
            cancellationToken);
        var user = new SandboxUser(Time);
        await user.JoinAsync(
            new(start.RoomUrl ?? throw new IOException(start.Failure)), start.UserToken!, cancellationToken);
        var stages = await host.AskAsync<Dictionary<string, double>>($"stages {id}", cancellationToken);
        return stages.ContainsKey("AgentReady")
            ? (user, start.Milliseconds, stages)
            : throw new IOException("A session's agent was never ready.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _provider.DisposeAsync();
        await _liveAvatar.DisposeAsync();
        await _roomsOfAvatars.DisposeAsync();
        await _rooms.DisposeAsync();
    }
}
