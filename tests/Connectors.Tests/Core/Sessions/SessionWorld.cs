using Connectors.Core.Auditing;
using Connectors.Core.Outgoing;
using Connectors.Core.Records;
using Connectors.Core.Rooms.Projects;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Telemetry;
using Connectors.Core.Tenancy;
using Connectors.Core.Vault;
using Connectors.Events;
using Connectors.Testing;
using Connectors.Tests.Core.Bridging;
using Connectors.Tests.Core.Rooms.Projects;
using Connectors.Tests.Core.Sessions.Fencing;
using Connectors.Tests.Core.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Sessions;

/// <summary>
/// Two tenants, their desks and a host, among fakes and in virtual time; stores that outlive <see cref="Restart"/>. Sessions find
/// user and avatar in the room, so that the agent is ready at once.
/// </summary>
internal sealed partial class SessionWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestKeys _keys = new();
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly List<string> _order = [];
    private readonly ConnectorCatalog _catalog;

    public SessionWorld()
    {
        _catalog = new([Connector]);
        Avatars = new(Time);
        RoomServers = new(Time);
        Projects = new(RoomServers, new(AddressPolicy.PublicOnly, allowInsecure: false), RoomHostRules.Preset);
        LiveAvatar = new(_order);
        Fence = new(TimeSpan.FromSeconds(5), Time);
        Sessions = new(_order);
        Rooms.Participants.AddRange(["client", "heygen"]);
        Rooms.Tracks.AddRange([Rooms.UserMicrophone, FakeRooms.AvatarVideo]);
        Begin();
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Caller Caller { get; } = new("tenant", "key:1", "127.0.0.1");

    public static Caller Stranger { get; } = new("stranger", "key:2", "127.0.0.1");

    public FakeTime Time => _keys.Time;

    public InMemoryRecordStore Records { get; } = new();

    public FakeSessionStore Sessions { get; }

    public LocalFence Fence { get; }

    public CutFence Way { get; private set; } = null!;

    public FakeLiveAvatar LiveAvatar { get; }

    public FakeRooms Rooms { get; } = new();

    public FakeAvatars Avatars { get; }

    public FakeConnector Connector { get; } = new();

    public FakeRoomServers RoomServers { get; }

    public RoomProjects Projects { get; }

    public FakeNotices Notices { get; } = new();

    public ISessionHost Host { get; set; } = null!;

    public LocalAdmission Admission { get; private set; } = null!;

    public TenancyEnvironment Tenancy { get; private set; } = null!;

    public AuditLog Audit { get; private set; } = null!;

    public TenantDesk Tenants { get; private set; } = null!;

    public CredentialDesk Credentials { get; private set; } = null!;

    public KeepingRecords Kept { get; private set; } = null!;

    public EventWriter Writer { get; private set; } = null!;

    public SessionContent Content { get; private set; } = null!;

    public SessionKeeper Keeper { get; private set; } = null!;

    public SessionEnvironment Environment { get; private set; } = null!;

    public IReadOnlyList<string> Order => _order;

    public AvatarReaper Reaper { get; private set; } = null!;

    public SessionDesk Desk { get; private set; } = null!;

    public RetentionSweep Sweep { get; private set; } = null!;

    public UsageDesk Usage { get; private set; } = null!;

    public TenantEraser Eraser { get; private set; } = null!;

    public static SessionRequest Request { get; } = new()
    {
        VoiceAgentId = "agent",
        Avatar = new() { AvatarId = "avatar" },
        Metadata = new Dictionary<string, string> { ["order"] = "17" },
    };

    public Task<Outcome<StartedSession>> StartAsync(SessionRequest? request = null) =>
        Desk.StartAsync(Caller, request ?? Request, Cancellation);

    /// <summary>A session whose agent is ready.</summary>
    public async Task<string> TalkAsync(SessionRequest? request = null)
    {
        var started = await StartAsync(request);
        Assert.Null(started.Refusal);
        await SeeAsync(started.Value!.Id, e => e is SessionEvent.AgentReady);
        return started.Value.Id;
    }

    /// <summary>The user says something, and the session knows.</summary>
    public async Task HearAsync(string sessionId, string text)
    {
        Connector.Agent.Tell(new AgentEvent.UserText(text, text, IsFinal: true));
        await SeeAsync(sessionId, e => e is SessionEvent.UserSaid said && said.Text == text);
    }

    /// <summary>Waits for an event of a session that is live.</summary>
    public async Task SeeAsync(string sessionId, Func<SessionEvent, bool> isIt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        await foreach (var entry in Host.WatchAsync(sessionId, 0, limit.Token))
        {
            if (isIt(entry.Event))
            {
                return;
            }
        }

        Assert.Fail("The session ended before.");
    }

    public async Task<SessionView> StopAsync(string sessionId)
    {
        var stopped = await PassAsync(Desk.StopAsync(Caller, sessionId, SessionEndReasons.StoppedByTenant, Cancellation));
        Assert.Null(stopped.Refusal);
        return stopped.Value!;
    }

    public async Task<List<WatchedEvent>> WatchAsync(string sessionId, long after = 0)
    {
        var events = await Desk.WatchAsync(Caller.TenantId, sessionId, after, Cancellation);
        Assert.NotNull(events);
        return await PassAsync(events.ToListAsync(Cancellation).AsTask());
    }

    /// <summary>Lets virtual time pass until something is done that others do on their own threads.</summary>
    public async Task<T> PassAsync<T>(Task<T> task)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation));
        }

        return await task;
    }

    /// <summary>The process dies and another one begins, with the same stores; what the old one had in memory is gone.</summary>
    public void Restart()
    {
        Way.Cut();
        Begin();
    }

    /// <summary>Another process begins beside the present one, with the same stores; the world is the new one's.</summary>
    public void Begin()
    {
        var loggers = NullLoggerFactory.Instance;
        var vault = new TenantVault(Records, _keys.Encryption, Time);
        var tenants = new TenancyRecords(Records, vault, loggers);
        Audit = new(Records, new DerivedKeys(_keys.Ring), Time);
        Tenancy = new(Records, tenants, Audit, new IdSource(Time), Time);
        Tenants = new(Tenancy, vault);
        Credentials = new(Tenancy, new CredentialChecks(_catalog, LiveAvatar, Projects));
        Admission = new(100, Time, _telemetry);
        Kept = new(Records, vault, loggers);
        Writer = new(Kept, Time, NullLogger<EventWriter>.Instance);
        Content = new(Kept, Writer);
        var books = new SessionBooks(Kept, Content, tenants, Notices);
        var reports = new CredentialReports(Credentials, Notices, Records, Time);
        Keeper = new(Writer, books, Admission, reports, Time, NullLogger<SessionKeeper>.Instance);
        Environment = new SessionEnvironment(
            new(Time, Rooms, Avatars, 1_000_000_000), LiveAvatar, Sessions, _telemetry, NullLogger.Instance, new(["*"]))
        {
            Fence = Way = new(Fence),
            RoomServers = RoomServers,
            Keeper = Keeper,
        };
        Reaper = new(Environment);
        Use(new LocalSessionHost(Environment, _catalog));
        Sweep = new(Kept, Content, Sessions, tenants, Time, NullLogger<RetentionSweep>.Instance);
        Usage = new(Kept);
        Eraser = new(Tenants, Host, Sessions, Time, NullLogger<TenantEraser>.Instance);
    }

    /// <summary>What a process does at its beginning with what the last one left behind.</summary>
    public Task<(int Resumed, int Ended)> TakeUpAsync(TimeSpan? within = null)
    {
        var options = new SessionResumeOptions { Within = within ?? new SessionResumeOptions().Within };
        var resumer = new SessionResumer(Environment, (LocalSessionHost)Host, Reaper, Admission, options);
        return PassAsync(resumer.TakeUpAsync(Cancellation));
    }

    public void Use(ISessionHost host, SessionContent? content = null)
    {
        Host = host;
        var starts = new SessionStarts(Tenancy, host, Admission, Notices, _catalog, Projects);
        Desk = new(starts, Tenancy, host, Sessions, content ?? Content);
    }

    public int CountOf(string kind) => Records.All.Count(record => record.Key.Kind == kind && record.Key.TenantId == "tenant");

    public async ValueTask DisposeAsync()
    {
        if (Host is LocalSessionHost host)
        {
            await PassAsync(host.DisposeAsync().AsTask().ContinueWith(_ => true, Cancellation, default, TaskScheduler.Default));
        }

        _telemetry.Dispose();
        _keys.Dispose();
    }
}
