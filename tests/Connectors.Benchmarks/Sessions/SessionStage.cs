using System.Diagnostics;
using System.Text.Json;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;

namespace Connectors.Benchmarks.Sessions;

/// <summary>All peers of the service in this process, a room server beside it, and the service in a process of its own.</summary>
internal sealed class SessionStage : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly RoomServer _rooms;
    private readonly ServerRooms _roomsOfAvatars;
    private readonly LiveAvatarSandbox _liveAvatar;
    private readonly ElevenLabsSandbox _provider;
    private readonly Process _service;

    private SessionStage(RoomServer rooms, ServerRooms roomsOfAvatars, LiveAvatarSandbox liveAvatar, ElevenLabsSandbox provider)
    {
        (_rooms, _roomsOfAvatars, _liveAvatar, _provider) = (rooms, roomsOfAvatars, liveAvatar, provider);
        var path = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        _service = Process.Start(new ProcessStartInfo(path, [.. self, HostProcess.Verb, liveAvatar.BaseAddress.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

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

    /// <summary>Starts a session and lets a user join it; returns when its agent is ready.</summary>
    public async Task<(SandboxUser User, double Call, Dictionary<string, double> Stages)> JoinAsync(
        string id, CancellationToken cancellationToken)
    {
        var start = await AskAsync<HostStart>(
            $"start {id} {_liveAvatar.Switches.ApiKeys.First()} {LiveAvatarCloud.OtherAvatar} {_provider.BaseAddress} "
            + $"{_provider.Behaviour.AgentId} {_provider.Behaviour.Account.ApiKey}",
            cancellationToken);
        var user = new SandboxUser(Time);
        await user.JoinAsync(
            new(start.RoomUrl ?? throw new IOException(start.Failure)), start.UserToken!, cancellationToken);
        var stages = await AskAsync<Dictionary<string, double>>($"stages {id}", cancellationToken);
        return stages.ContainsKey("AgentReady")
            ? (user, start.Milliseconds, stages)
            : throw new IOException("A session's agent was never ready.");
    }

    /// <summary>Asks the service's process.</summary>
    public async Task<T> AskAsync<T>(string question, CancellationToken cancellationToken)
    {
        await _service.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _service.StandardInput.FlushAsync(cancellationToken);
        var answer = await _service.StandardOutput.ReadLineAsync(cancellationToken).AsTask()
            .WaitAsync(AnswerLimit, Time, cancellationToken);
        return JsonSerializer.Deserialize<T>(answer ?? throw new IOException("The service's process has ended."))!;
    }

    public async ValueTask DisposeAsync()
    {
        _service.StandardInput.Close();
        await _service.WaitForExitAsync();
        _service.Dispose();
        await _provider.DisposeAsync();
        await _liveAvatar.DisposeAsync();
        await _roomsOfAvatars.DisposeAsync();
        await _rooms.DisposeAsync();
    }
}
