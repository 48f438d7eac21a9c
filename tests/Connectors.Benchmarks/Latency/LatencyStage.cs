using System.Net;
using System.Text.Json;
using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Benchmarks.Latency;

/// <summary>The service and a bare relay between the same stand-ins, over real sockets; only the room is fed by hand.</summary>
internal sealed class LatencyStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _data = Directory.CreateTempSubdirectory("connectors-bench-").FullName;
    private WebApplication? _service;
    private string _session = string.Empty;

    public FedRooms Rooms { get; } = new();

    public required LiveAvatarSandbox LiveAvatar { get; init; }

    public required ElevenLabsSandbox Provider { get; init; }

    /// <summary>When the user's audio arrived of our session.</summary>
    public required AudioArrivals Arrivals { get; init; }

    public ElevenLabsConversation Conversation { get; private set; } = null!;

    public SandboxSession Avatar { get; private set; } = null!;

    public BareRelay Relay { get; private set; } = null!;

    /// <summary>When the relay's audio arrived.</summary>
    public AudioArrivals RelayArrivals { get; } = new(TimeProvider.System);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<LatencyStage> StartAsync(CancellationToken cancellationToken)
    {
        var arrivals = new AudioArrivals(Time);
        var rooms = new PaperRooms(new("ws://127.0.0.1:7880"), Time);
        var switches = new LiveAvatarSwitches { RenderDelay = TimeSpan.Zero };
        var stage = new LatencyStage
        {
            LiveAvatar = await LiveAvatarSandbox.StartAsync(rooms, () => new ClockedAvatarBody(Time), Time, switches),
            Provider = new(Quiet(arrivals), Time),
            Arrivals = arrivals,
        };
        await stage.Provider.StartAsync();
        await stage.StartServiceAsync(cancellationToken);
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await _service!.Services.GetRequiredService<ISessionHost>().StopAsync(_session, SessionEndReasons.StoppedByUser, default);
        await _service.DisposeAsync();
        await Provider.DisposeAsync();
        await LiveAvatar.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>An agent that says nothing by itself.</summary>
    public static ElevenLabsBehaviour Quiet(AudioArrivals arrivals) => new()
    {
        Script = new(Greeting: null, [new() { Text = "ok", Audio = ReplyAudio.None }]),
        Arrivals = arrivals,
        IsPublic = true,
        Account = new() { ConcurrencyLimit = 1_000 },
        // The relay has nothing to say for as long as the service is measured.
        InputTimeout = TimeSpan.FromMinutes(30),
        MaximumDuration = TimeSpan.FromMinutes(30),
    };

    private async Task StartServiceAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddConnectors(new()
        {
            DataFolder = _data,
            LiveAvatarAddress = LiveAvatar.BaseAddress,
            Outgoing = new() { AllowedRanges = ["127.0.0.0/8"], AllowedRoomHosts = ["127.0.0.1"], AllowInsecure = true },
        });
        builder.Services.AddSingleton<IRoomTransport>(Rooms);
        _service = builder.Build();
        await _service.StartAsync(cancellationToken);
        var settings = JsonSerializer.SerializeToElement(new { agentId = Provider.Behaviour.AgentId, baseUrl = Provider.BaseAddress });
        var specification = new SessionSpecification
        {
            Id = _session = Guid.NewGuid().ToString(),
            TenantId = "benchmark",
            Source = new RoomSource.LiveAvatarRoom(),
            Avatar = new() { AvatarId = LiveAvatarCloud.OtherAvatar },
            AvatarCredential = new(LiveAvatar.Switches.ApiKeys.First()),
            ConnectorId = "elevenlabs",
            Agent = new(settings, new(Provider.Behaviour.Account.ApiKey)),
        };
        var start = await _service.Services.GetRequiredService<ISessionHost>().StartAsync(specification, cancellationToken);
        Avatar = LiveAvatar.Sessions.SingleOrDefault() ?? throw new IOException($"no session: {start.Message}");
        Conversation = await Provider.ConversationAsync(0, cancellationToken).WaitAsync(Patience, Time, cancellationToken);
        await Conversation.Started.WaitAsync(Patience, Time, cancellationToken);
        Provider.Behaviour = Quiet(RelayArrivals);
        var api = _service.Services.GetRequiredService<ILiveAvatarApi>();
        Relay = await BareRelay.StartAsync(Provider, LiveAvatar, api, cancellationToken);
    }
}
