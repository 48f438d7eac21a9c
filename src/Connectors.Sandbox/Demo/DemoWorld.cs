using System.Net;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;
using Connectors.Server.Hosting;

namespace Connectors.Sandbox.Demo;

/// <summary>Everything that a conversation needs, in one process: our service among the stand-ins for all its peers.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly string _data = Directory.CreateTempSubdirectory("connectors-demo-").FullName;

    private readonly Action<IServiceCollection> _configure;

    private DemoWorld(DemoOptions options, TimeProvider time, Action<IServiceCollection> configure)
    {
        Options = options;
        Time = time;
        _configure = configure;
    }

    public DemoOptions Options { get; }

    public TimeProvider Time { get; }

    public RoomServer Rooms { get; private set; } = null!;

    public LiveAvatarSandbox LiveAvatar { get; private set; } = null!;

    public IDemoAgent Agent { get; private set; } = null!;

    public ISessionHost Sessions { get; private set; } = null!;

    /// <summary>Starts all of it.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="configure">Puts a part of one's own into the service, before ours are registered.</param>
    /// <exception cref="IOException">A part can't be started; the message says why.</exception>
    public static async Task<DemoWorld> StartAsync(
        DemoOptions options, TimeProvider time, CancellationToken cancellationToken, Action<IServiceCollection>? configure = null)
    {
        var world = new DemoWorld(options, time, configure ?? (static _ => { }));
        try
        {
            await world.StartPartsAsync(cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the session shall be.</summary>
    public SessionSpecification Specification() => new()
    {
        Id = Guid.NewGuid().ToString(),
        TenantId = "demo",
        Source = new RoomSource.LiveAvatarRoom(),
        Avatar = new() { AvatarId = LiveAvatarCloud.OtherAvatar },
        AvatarCredential = new(LiveAvatar.Switches.ApiKeys.First()),
        ConnectorId = Agent.ConnectorId,
        Agent = Agent.Setup,
    };

    /// <summary>A token by which a listener joins the session's room beside the user.</summary>
    public string ListenerToken(string userToken, string identity) =>
        RoomToken.TryRead(userToken, out var token, out _)
            ? Rooms.Mint(identity, new() { Room = token.Room, CanPublish = false, CanPublishData = false })
            : throw new IOException("The user's room token can't be read.");

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    private async Task StartPartsAsync(CancellationToken cancellationToken)
    {
        Rooms = Own(await RoomServer.StartAsync(Time, cancellationToken));
        var rooms = Own(new ServerRooms(Rooms, Time));
        LiveAvatar = Own(await LiveAvatarSandbox.StartAsync(rooms, () => new AvatarBody(Time), Time));
        Agent = Own(await DemoAgents.StartAsync(Options.Connector, Options.Script, Time));
        var service = Own(Service());
        await service.StartAsync(cancellationToken);
        Sessions = service.Services.GetRequiredService<ISessionHost>();
    }

    private WebApplication Service()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = StopLimit);
        builder.WebHost.ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        _configure(builder.Services);
        builder.Services.AddConnectors(new()
        {
            DataFolder = _data,
            LiveAvatarAddress = LiveAvatar.BaseAddress,
            Outgoing = new() { AllowedRanges = ["127.0.0.0/8"], AllowedRoomHosts = ["127.0.0.1"], AllowInsecure = true },
        });
        return builder.Build();
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
