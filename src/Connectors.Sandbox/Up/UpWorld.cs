using System.Globalization;
using Connectors.Core.Tenancy;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Playground;
using Connectors.Sandbox.Rooms;
using Connectors.Server;

namespace Connectors.Sandbox.Up;

/// <summary>The whole service in one process among the stand-ins for all its peers, and a tenant's web site in front of it.</summary>
internal sealed class UpWorld : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    // An agent of the tenant's own is at an address that only its settings name.
    private const string NoProvider = "https://provider.invalid";

    private readonly Stack<IAsyncDisposable> _parts = new();

    private UpWorld()
    {
    }

    /// <summary>The tenant's web site with the playground's page.</summary>
    public PlaygroundSite Site { get; private set; } = null!;

    /// <summary>Stand-in of LiveAvatar.</summary>
    public LiveAvatarSandbox LiveAvatar { get; private set; } = null!;

    /// <summary>Where the service is.</summary>
    public Uri Api { get; private set; } = null!;

    /// <summary>Key of the operator.</summary>
    public Secret OperatorKey { get; } = new(ApiKeyText.Create(Guid.NewGuid().ToString()).Reveal());

    /// <summary>The site's tenant.</summary>
    public UpTenant Tenant { get; private set; } = null!;

    /// <summary>The service's.</summary>
    public IServiceProvider Services { get; private set; } = null!;

    /// <summary>Starts all of it.</summary>
    /// <param name="options">How.</param>
    /// <param name="agent">The agent's stand-in, started; disposed of with this.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A part can't be started; the message says why.</exception>
    public static async Task<UpWorld> StartAsync(
        UpOptions options, IDemoAgent agent, TimeProvider time, CancellationToken cancellationToken)
    {
        var world = new UpWorld();
        try
        {
            await world.StartPartsAsync(options, world.Own(agent), time, cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task StartPartsAsync(UpOptions options, IDemoAgent agent, TimeProvider time, CancellationToken cancellationToken)
    {
        var server = Own(await RoomServer.StartAsync(time, cancellationToken));
        var rooms = Own(new ServerRooms(server, time));
        LiveAvatar = Own(await LiveAvatarSandbox.StartAsync(rooms, () => new AvatarBody(time), time));
        Site = Own(await PlaygroundSite.StartAsync(options.Port));
        var service = Service(options, agent);
        Own(new StopFirst(service));
        await service.StartAsync(cancellationToken);
        Services = service.Services;
        Api = new(service.Urls.First() + "/");
        Tenant = await UpTenant.PrepareAsync(Services, agent, new(LiveAvatar.Switches.ApiKeys.First()), cancellationToken);
        Site.Target = new(new(Api, "liveavatar"), Tenant.ApiKey, Tenant.TokenRequest(agent), agent.ConnectorId);
    }

    private WebApplication Service(UpOptions options, IDemoAgent agent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var port = options.Port == 0 ? 0 : options.Port + 1;
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = StopLimit);
        var provider = agent.Setup.Settings.TryGetProperty("baseUrl", out var address) ? address.GetString() : NoProvider;
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Connectors:DataFolder"] = options.DataFolder,
            ["Connectors:LiveAvatarAddress"] = LiveAvatar.BaseAddress.ToString(),
            ["Connectors:ElevenLabsAddress"] = provider,
            ["Connectors:OpenAIAddress"] = provider,
            ["Connectors:GeminiAddress"] = provider,
            ["Connectors:CartesiaAddress"] = provider,
            ["Connectors:DeepgramAddress"] = provider,
            ["Connectors:Api:OperatorKey"] = OperatorKey.Reveal(),
            ["Connectors:Outgoing:AllowedRanges:0"] = "127.0.0.0/8",
            ["Connectors:Outgoing:AllowInsecure"] = "true",
            ["Connectors:Outgoing:AllowedRoomHosts:0"] = "*",
            ["Connectors:LiveAvatarApi:AllowedOrigins:0"] = Site.Origins[0],
            ["Connectors:LiveAvatarApi:AllowedOrigins:1"] = Site.Origins[1],
        });
        return ServerApp.Build(builder);
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    // Disposing of it alone would not let its sessions end in good order.
    private sealed class StopFirst(WebApplication service) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }
    }
}
