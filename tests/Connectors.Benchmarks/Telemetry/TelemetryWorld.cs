using System.Text.Json;
using Connectors.Benchmarks.Api;
using Connectors.Benchmarks.Sessions;
using Connectors.Core.Tenancy;
using Connectors.Sandbox.LiveAvatar;
using Connectors.TestNode.Lines;

namespace Connectors.Benchmarks.Telemetry;

/// <summary>The service in a process of its own that shows its metrics, and stand-ins of all its peers in this one.</summary>
internal sealed class TelemetryWorld : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("connectors-telemetry-").FullName;
    private readonly string _operatorKey = ApiKeyText.Create(Guid.NewGuid().ToString()).Reveal();
    private readonly SemaphoreSlim _starting = new(1);
    private readonly PaperRooms _rooms;
    private readonly ApiLoad _api;
    private LiveAvatarSandbox _liveAvatar = null!;
    private NodeChild? _node;

    private TelemetryWorld(int capacity)
    {
        Capacity = capacity;
        _rooms = new(Lines.Url, TimeProvider.System);
        _api = new(Address);
    }

    /// <summary>Sessions at once.</summary>
    public int Capacity { get; }

    /// <summary>The rooms.</summary>
    public LineRoomServer Lines { get; } = new();

    /// <summary>The service's API, also after it was started anew.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{HostSettings.FreePort()}/");

    /// <summary>Where its page of metrics is.</summary>
    public Uri Metrics { get; } = new($"http://127.0.0.1:{HostSettings.FreePort()}/");

    /// <summary>The agents.</summary>
    public TelemetryAgents Agents { get; private set; } = null!;

    /// <summary>Where webhooks and tools go.</summary>
    public TenantServer TenantServer { get; private set; } = null!;

    /// <summary>What the service logged last.</summary>
    public IEnumerable<string> Told => _node?.Told ?? [];

    public static async Task<TelemetryWorld> StartAsync(int capacity, CancellationToken cancellationToken)
    {
        var world = new TelemetryWorld(capacity)
        {
            TenantServer = await TenantServer.StartAsync(),
            Agents = await TelemetryAgents.StartAsync(),
        };
        world._liveAvatar = await LiveAvatarSandbox.StartAsync(
            world._rooms, static () => new ClockedAvatarBody(TimeProvider.System), TimeProvider.System, new() { Credits = 10_000 });
        await world.StartNodeAsync(cancellationToken);
        return world;
    }

    /// <summary>Has the service die, and starts it again on the same data and ports.</summary>
    /// <param name="goesOn">Whether it goes on with its sessions, or ends them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RestartNodeAsync(bool goesOn, CancellationToken cancellationToken)
    {
        await _node!.KillAsync();
        await _node.DisposeAsync();
        await StartNodeAsync(cancellationToken, goesOn ? 60 : 0);
    }

    /// <summary>Makes one call of the API that must succeed.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Below the API's root.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="key">Key; null: the operator's.</param>
    /// <exception cref="IOException">It did not.</exception>
    public async Task<JsonElement> CallAsync(string method, string path, object? body, string? key = null)
    {
        var (status, _, answer) = await _api.CallAsync(method, path, body, key ?? _operatorKey);
        return status is >= 200 and < 300 ? answer : throw new IOException($"{method} {path}: {status} {answer}");
    }

    /// <summary>A tenant that can start sessions.</summary>
    /// <param name="body">What the operator says of it.</param>
    /// <param name="hook">Where its webhook goes.</param>
    public async Task<WatchedTenant> TenantAsync(object body, string hook)
    {
        var id = Text(await CallAsync("POST", "operator/tenants", body), "id");
        var tenant = new WatchedTenant(id, Text(await CallAsync("POST", $"operator/tenants/{id}/keys", new { name = "run" }), "key"));
        var avatar = await CredentialAsync(tenant, Credential.LiveAvatarKind, _liveAvatar.Switches.ApiKeys.First(), isChecked: true);
        await CallAsync("PATCH", "tenant", new { default_liveavatar_credential_id = avatar }, tenant.Key);
        string[] events = ["session.started", "session.ended", "session.failed"];
        await CallAsync("POST", "webhooks", new { url = hook, events }, tenant.Key);
        return tenant;
    }

    /// <summary>A voice agent of a tenant.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="agent">The stand-in.</param>
    /// <param name="tool">Where its tool's calls go.</param>
    public async Task<string> VoiceAgentAsync(WatchedTenant tenant, WatchedAgent agent, string tool)
    {
        var kind = Text(await CallAsync("GET", $"connectors/{agent.Connector}", null, tenant.Key), "credential_kind");
        var body = new
        {
            name = $"{agent.Connector} {Guid.NewGuid():N}",
            connector = agent.Connector,
            credential_id = await CredentialAsync(tenant, kind, agent.Key, agent.IsChecked),
            settings = agent.Settings,
            tools = new[] { new { name = TelemetryAgents.Tool, url = tool } },
            skip_check = !agent.IsChecked,
        };
        return Text(await CallAsync("POST", "voice-agents", body, tenant.Key), "id");
    }

    /// <summary>Starts a session, with its user in the room.</summary>
    public async Task<(string Id, SandboxSession Avatar)> StartSessionAsync(WatchedTenant tenant, string voiceAgent)
    {
        await _starting.WaitAsync();
        try
        {
            var known = _liveAvatar.Sessions;
            var id = Text(await CallAsync("POST", "sessions", SessionOf(voiceAgent), tenant.Key), "id");
            var avatar = _liveAvatar.Sessions.Except(known).Single();
            _rooms.JoinUser(avatar.Room!.Name);
            return (id, avatar);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Asks for a session without a look at who joins it.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="voiceAgent">With whom; null: nobody.</param>
    /// <param name="wait">Seconds for which it may wait for its agent's credential.</param>
    /// <returns>The answer's status, and the session's id if it began.</returns>
    public async Task<(int Status, string? Id)> TryStartAsync(WatchedTenant tenant, string? voiceAgent, double wait = 0)
    {
        var (status, _, answer) = await _api.CallAsync("POST", "sessions", SessionOf(voiceAgent, wait), tenant.Key);
        return (status, status == 201 ? Text(answer, "id") : null);
    }

    public async ValueTask DisposeAsync()
    {
        await (_node?.DisposeAsync() ?? default);
        _api.Dispose();
        await Agents.DisposeAsync();
        await TenantServer.DisposeAsync();
        await _liveAvatar.DisposeAsync();
        await Lines.DisposeAsync();
        _starting.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static object SessionOf(string? voiceAgent, double wait = 0) => new
    {
        voice_agent_id = voiceAgent,
        avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar },
        wait_for_credential_seconds = wait,
    };

    private static string Text(JsonElement answer, string member) => answer.GetProperty(member).GetString()!;

    private async Task<string> CredentialAsync(WatchedTenant tenant, string kind, string value, bool isChecked)
    {
        var body = new { name = $"{kind} {Guid.NewGuid():N}", kind, value, skip_check = !isChecked };
        return Text(await CallAsync("POST", "credentials", body, tenant.Key), "id");
    }

    private async Task StartNodeAsync(CancellationToken cancellationToken, int resumeWithin = 60) => _node = await NodeChild.StartAsync(
        new Dictionary<string, string>
        {
            ["urls"] = Address.ToString(),
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
            ["Connectors:Metrics:Address"] = Metrics.ToString(),
            ["Connectors:DataFolder"] = _data,
            ["Connectors:ResumeWithinSeconds"] = $"{resumeWithin}",
            ["Connectors:SessionsAtOnce"] = $"{Capacity}",
            ["Connectors:LiveAvatarAddress"] = _liveAvatar.BaseAddress.ToString(),
            ["Connectors:ElevenLabsAddress"] = Agents.ElevenLabsAddress,
            ["Connectors:OpenAIAddress"] = Agents.OpenAIAddress,
            ["Connectors:GeminiAddress"] = Agents.GeminiAddress,
            ["Connectors:Api:OperatorKey"] = _operatorKey,
            ["Connectors:Api:CallsPerSecondAndAddress"] = "100000",
            ["Connectors:Outgoing:AllowedRanges:0"] = "127.0.0.0/8",
            ["Connectors:Outgoing:AllowInsecure"] = "true",
            ["Connectors:Outgoing:AllowedRoomHosts:0"] = "*",
        },
        cancellationToken);
}
