using System.Text.Json;
using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connectors.Benchmarks.Load.InMemory;

/// <summary>The service in this process, with its real storage, among peers without sockets.</summary>
internal sealed class MemoryStage : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("connectors-bench-").FullName;
    private readonly MemoryRooms _rooms = new();
    private readonly MemoryAvatars _avatars = new();
    private readonly MemoryAgents _agents = new();
    private IHost _service = null!;
    private int _sessions;

    private MemoryStage()
    {
    }

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<MemoryStage> StartAsync(int room)
    {
        var stage = new MemoryStage();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddConnectors(new()
        {
            DataFolder = stage._data,
            SessionsAtOnce = room,
            AudioBudgetMegabytes = 10_000,
            Outgoing = new() { AllowedRanges = ["127.0.0.0/8"], AllowedRoomHosts = ["127.0.0.1"], AllowInsecure = true },
        });
        builder.Services.AddSingleton<IRoomTransport>(stage._rooms);
        builder.Services.AddSingleton<IAvatarTransport>(stage._avatars);
        builder.Services.AddSingleton<IConnector>(stage._agents);
        builder.Services.AddSingleton<ILiveAvatarApi>(new MemoryLiveAvatar());
        stage._service = builder.Build();
        await stage._service.StartAsync();
        return stage;
    }

    /// <summary>Starts sessions until there are so many.</summary>
    public async Task GrowAsync(int sessions)
    {
        var host = _service.Services.GetRequiredService<ISessionHost>();
        for (; _sessions < sessions; _sessions++)
        {
            var start = await host.StartAsync(
                new()
                {
                    Id = $"memory-{_sessions}",
                    TenantId = "benchmark",
                    Source = new RoomSource.LiveAvatarRoom(),
                    Avatar = new() { AvatarId = "avatar" },
                    AvatarCredential = new("key"),
                    ConnectorId = _agents.Description.Id,
                    Agent = new(JsonElement.Parse("{}"), new("key")),
                },
                default);
            if (start.Access is null)
            {
                throw new IOException($"A session was refused: {start.Message}");
            }

            // Both before the next session's, so that an agent and its avatar have the same number.
            while (_agents.Opened <= _sessions || _avatars.Opened <= _sessions)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), Time);
            }
        }
    }

    /// <summary>Begins to look.</summary>
    public void Forget()
    {
        lock (_rooms.Late)
        {
            _rooms.Late.Clear();
        }

        // In this order: what began before has no counterpart then, rather than that of the next turn.
        _avatars.Begun.Clear();
        _agents.Begun.Clear();
    }

    /// <summary>What was seen since: by how much rounds were late, and how long a turn's first audio took, in milliseconds.</summary>
    public (List<double> Late, List<double> Spoken) Seen()
    {
        List<double> late;
        lock (_rooms.Late)
        {
            late = [.. _rooms.Late];
        }

        var spoken = _avatars.Begun.ToLookup(static begun => begun.Avatar, static begun => begun.Timestamp);
        return (late, [.. _agents.Begun
            .Select(begun => (From: begun.Timestamp, To: spoken[begun.Agent].FirstOrDefault(at => at >= begun.Timestamp)))
            .Where(static pair => pair.To > 0)
            .Select(static pair => Time.GetElapsedTime(pair.From, pair.To).TotalMilliseconds)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        _service.Dispose();
        await _agents.DisposeAsync();
        await _rooms.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
