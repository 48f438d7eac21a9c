using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers;
using Connectors.Integration.Tests.Providers.Cartesia;
using Connectors.LiveAvatar;
using Connectors.Providers.Cartesia;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Providers.CustomAgent;
using Connectors.Providers.Deepgram;
using Connectors.Providers.ElevenLabs;
using Connectors.Providers.Gemini;
using Connectors.Providers.OpenAI;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Server.Hosting;
using Connectors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>
/// The service as it is put together for production, its sockets going through relays to the sandbox's LiveAvatar and one
/// provider; only the room is in memory, because WebRTC has tests of its own. Every log line is kept.
/// </summary>
internal sealed class SessionStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Short enough for tests, long enough for a machine that is busy.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ping = TimeSpan.FromMilliseconds(700);

    private readonly string _data = Directory.CreateTempSubdirectory("connectors-session-").FullName;
    private readonly TimeSpan _stall;
    private readonly TimeSpan _ping;
    private Dictionary<string, WatchedConnector> _connectors = [];
    private Task _leaving = Task.CompletedTask;
    private WebApplication? _service;

    private SessionStage(string connector, bool isPatient)
    {
        ConnectorId = connector;
        (_stall, _ping) = isPatient ? (Patience, Patience) : (Stall, Ping);
        Case = ConnectorCases.Create(connector);
        Rooms.Told = OnSaid;
    }

    /// <summary>Connector of the far side taken last.</summary>
    public string ConnectorId { get; private set; }

    public FakeRooms Rooms { get; } = new();

    public LogCapture Logs { get; } = new();

    public LiveAvatarSandbox LiveAvatar { get; private set; } = null!;

    /// <summary>Between us and the provider.</summary>
    public TcpRelay ProviderLine { get; private set; } = null!;

    /// <summary>Between us and LiveAvatar, its REST API included.</summary>
    public TcpRelay AvatarLine { get; private set; } = null!;

    public ConnectorCase Case { get; }

    public ISessionHost Sessions { get; private set; } = null!;

    /// <summary>The connector of the far side taken last, as the service uses it.</summary>
    public WatchedConnector Connector => _connectors[ConnectorId];

    /// <summary>What the session shall be; changed before it begins.</summary>
    public SessionSpecification Specification { get; set; } = null!;

    /// <summary>The provider's side of the conversation taken last.</summary>
    public FarSide FarSide { get; private set; } = null!;

    public SessionWatch Watch { get; private set; } = null!;

    public ClockedAvatarBody Body => (ClockedAvatarBody)LiveAvatar.Sessions[^1].Body;

    public SessionTalk Talk => new(this);

    public int InputRate => ConnectorId == "openai-realtime" ? 24_000 : 16_000;

    public int OutputRate => ConnectorId == "elevenlabs" ? 16_000 : 24_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts service and stand-ins; the session is to begin.</summary>
    /// <param name="connector">The agent's connector.</param>
    /// <param name="isPatient">Peers that are slow are not taken for lost.</param>
    public static async Task<SessionStage> StartAsync(string connector = "elevenlabs", bool isPatient = false)
    {
        var stage = new SessionStage(connector, isPatient);
        await stage.StartPartsAsync();
        return stage;
    }

    /// <summary>A session whose user and avatar are there and whose agent is ready.</summary>
    public static async Task<SessionStage> TalkAsync(string connector = "elevenlabs")
    {
        var stage = await StartAsync(connector);
        await stage.BeginAsync();
        await stage.MeetAsync();
        return stage;
    }

    /// <summary>Asks for the session.</summary>
    public async Task<SessionStart> BeginAsync()
    {
        var start = await Sessions.StartAsync(Specification, Stop).WaitAsync(Patience, TimeProvider.System, Stop);
        Watch = new(Sessions.WatchAsync(Specification.Id, 0, CancellationToken.None), TimeProvider.System, _ => { });
        return start;
    }

    /// <summary>Avatar and user come into the room, and the agent is ready.</summary>
    public async Task MeetAsync()
    {
        Come();
        await WaitAsync<SessionEvent.AgentReady>();
        await TakeFarSideAsync();
    }

    /// <summary>Avatar and user come into the room.</summary>
    public void Come()
    {
        Rooms.Room.AvatarJoins();
        Rooms.Room.UserJoins();
    }

    /// <summary>The provider's side of the next conversation.</summary>
    public async Task TakeFarSideAsync() => FarSide = await Case.FarSideAsync().WaitAsync(Patience, TimeProvider.System, Stop);

    /// <summary>Another provider's side of the conversation, which goes on with it.</summary>
    public async Task TakeFarSideAsync(string connector, ConnectorCase other)
    {
        ConnectorId = connector;
        FarSide = await other.FarSideAsync().WaitAsync(Patience, TimeProvider.System, Stop);
    }

    /// <summary>The first event of this kind after a place; fails if the session ends without it.</summary>
    public async Task<SessionEventEntry> WaitAsync<T>(long after = 0, Func<T, bool>? fits = null)
        where T : SessionEvent
    {
        var entry = await Watch.WaitAsync(e => e is T wanted && (fits?.Invoke(wanted) ?? true), after, Patience, Stop);
        Assert.True(entry is not null, $"No {typeof(T).Name} came; there were: {History()}");
        return entry;
    }

    /// <summary>A part is lost, told, and there again.</summary>
    public async Task ReconnectedAsync(SessionPart part, long after)
    {
        var lost = await WaitAsync<SessionEvent.Reconnecting>(after, lost => lost.Part == part);
        await WaitAsync<SessionEvent.Reconnected>(lost.Sequence, back => back.Part == part);
    }

    /// <summary>Where the session's events are now.</summary>
    public long Now => Watch.Entries is { Count: > 0 } entries ? entries[^1].Sequence : 0;

    /// <summary>The session's end, which must come by itself and once.</summary>
    public async Task<SessionEnd> EndAsync()
    {
        var ended = await WaitAsync<SessionEvent.Ended>();
        await Watch.Ended.WaitAsync(Patience, TimeProvider.System, Stop);
        Assert.Single(Watch.Entries, entry => entry.Event is SessionEvent.Ended);
        Assert.IsType<SessionEvent.Ended>(Watch.Entries[^1].Event);
        return ((SessionEvent.Ended)ended.Event).End;
    }

    public string History() => string.Join(", ", Watch.Entries.Select(entry => entry.Event switch
    {
        SessionEvent.Ended ended => $"Ended({ended.End.Reason})",
        SessionEvent.Warning warning => $"Warning({warning.Code})",
        SessionEvent.Reconnecting lost => $"Reconnecting({lost.Part})",
        SessionEvent.Reconnected back => $"Reconnected({back.Part})",
        var other => other.ToString(),
    }));

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            // Whatever is broken now: the end has to come.
            await _service.DisposeAsync().AsTask().WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        }

        await _leaving;
        await (ProviderLine?.DisposeAsync() ?? default);
        await (AvatarLine?.DisposeAsync() ?? default);
        await (LiveAvatar?.DisposeAsync() ?? default);
        await Case.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        Logs.AssertHides([.. Case.Secrets, SessionSecrets.LiveAvatarKey]);
    }

    private async Task StartPartsAsync()
    {
        var switches = new LiveAvatarSwitches { ConnectedDelay = TimeSpan.Zero, RenderDelay = TimeSpan.Zero };
        switches.ApiKeys.Clear();
        switches.ApiKeys.Add(SessionSecrets.LiveAvatarKey);
        LiveAvatar = await LiveAvatarSandbox.StartAsync(
            new PaperRooms(new("ws://127.0.0.1:1/"), TimeProvider.System), () => new ClockedAvatarBody(TimeProvider.System),
            TimeProvider.System, switches);
        await Case.StartAsync();
        AvatarLine = new(LiveAvatar.BaseAddress);
        var settings = (JsonObject)JsonNode.Parse(Case.Setup.Settings.GetRawText())!;
        var address = settings.ContainsKey("url") ? "url" : "baseUrl";
        ProviderLine = new(new((string)settings[address]!));
        settings[address] = ProviderLine.Of(new((string)settings[address]!)).ToString().TrimEnd('/');
        Specification = new()
        {
            Id = $"session-{Guid.NewGuid():N}",
            TenantId = "tenant",
            Source = new RoomSource.LiveAvatarRoom(),
            Avatar = new() { AvatarId = LiveAvatarCloud.OtherAvatar },
            AvatarCredential = new(SessionSecrets.LiveAvatarKey),
            ConnectorId = ConnectorId,
            Agent = new(settings.Deserialize<JsonElement>(), Case.Setup.Secret),
            Limits = new() { Reconnect = TimeSpan.FromSeconds(3), LastWords = TimeSpan.FromSeconds(3) },
        };
        _service = Service();
        await _service.StartAsync(Stop);
        Sessions = _service.Services.GetRequiredService<ISessionHost>();
        _connectors = _service.Services.GetServices<IConnector>().ToDictionary(
            static connector => connector.Description.Id, static connector => (WatchedConnector)connector);
    }

    private WebApplication Service()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        builder.Services.AddSingleton<IRoomTransport>(Rooms);
        builder.Services.AddConnectors(new()
        {
            DataFolder = _data,
            LiveAvatarAddress = AvatarLine.Of(LiveAvatar.BaseAddress),
            Outgoing = new() { AllowedRanges = ["127.0.0.0/8"], AllowedRoomHosts = ["127.0.0.1"], AllowInsecure = true },
        });

        // The same parts with shorter limits.
        builder.Services.AddLiveAvatar(new()
        {
            BaseAddress = AvatarLine.Of(LiveAvatar.BaseAddress),
            RequestTimeout = TimeSpan.FromSeconds(1),
            SocketOpenTimeout = Stall,
            ConnectedTimeout = Stall,
            StallTimeout = _stall,
        });
        AddConnectors(builder.Services);
        return builder.Build();
    }

    private void AddConnectors(IServiceCollection services)
    {
        services.RemoveAll<IConnector>();
        services.AddElevenLabs(options =>
            (options.RequestTimeout, options.StallTimeout, options.PingInterval) = (Stall, _stall, _ping));
        services.AddOpenAIRealtime(options =>
            (options.RequestTimeout, options.StallTimeout, options.PingInterval) = (Stall, _stall, _ping));
        services.AddGeminiLive(options =>
            (options.RequestTimeout, options.StallTimeout, options.PingInterval) = (Stall, _stall, _ping));
        services.AddDeepgram(options =>
            (options.RequestTimeout, options.StallTimeout, options.PingInterval) = (Stall, _stall, _ping));
        services.AddCartesiaLine(options =>
        {
            (options.RequestTimeout, options.StallTimeout, options.PingInterval) = (Stall, _stall, _ping);
            options.TurnPause = CartesiaCase.TurnPause;
        });
        services.AddCartesiaManaged(options =>
            (options.RequestTimeout, options.StallTimeout, options.PingInterval) = (Stall, _stall, _ping));
        services.AddCustomAgent(options =>
            (options.RequestTimeout, options.StallTimeout, options.PingInterval, options.AllowInsecure) = (Stall, _stall, _ping, true));
        foreach (var connector in services.Where(static service => service.ServiceType == typeof(IConnector)).ToList())
        {
            services.Remove(connector);
            services.AddSingleton<IConnector>(all => new WatchedConnector((IConnector)connector.ImplementationFactory!(all)));
        }
    }

    // The web SDK leaves as soon as it is told (facts/sdk-proof.md §2).
    private void OnSaid(FakeRooms.Said said)
    {
        if (said.Type == "session.stopped")
        {
            _leaving = Task.Run(Rooms.Room.UserLeaves);
        }
    }
}
