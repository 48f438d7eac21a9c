using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Up;
using Connectors.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Rtc.Tests.Support;

/// <summary>LiveAvatar and providers in this process, a data folder, and a tenant: what a service in another process needs.</summary>
internal sealed class StandIns : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("connectors-node-test-").FullName;
    private readonly Dictionary<string, IDemoAgent> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UpTenant> _tenants = new(StringComparer.Ordinal);
    private readonly IRoomProvider _rooms;

    private StandIns(IRoomProvider rooms, LiveAvatarSandbox liveAvatar)
    {
        _rooms = rooms;
        LiveAvatar = liveAvatar;
    }

    public LiveAvatarSandbox LiveAvatar { get; }

    /// <summary>By the connector that speaks to them.</summary>
    public IReadOnlyDictionary<string, IDemoAgent> Agents => _agents;

    /// <summary>The operator's key.</summary>
    public Secret OperatorKey { get; } = new(ApiKeyText.Create(Guid.NewGuid().ToString()).Reveal());

    /// <summary>A key of the tenant.</summary>
    public Secret ApiKey => _tenants.Values.Last().ApiKey;

    /// <summary>Stops that LiveAvatar was asked for.</summary>
    public int Stops => LiveAvatar.Calls.Count(call => call.Contains("stop", StringComparison.Ordinal));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts them.</summary>
    /// <param name="rtc">Has the room server.</param>
    /// <param name="scripts">What the agents say, by connector.</param>
    public static Task<StandIns> StartAsync(RtcFixture rtc, params (string Connector, AgentScript Script)[] scripts) =>
        StartAsync(new ServerRooms(rtc.Server, TimeProvider.System), static () => new AvatarBody(TimeProvider.System), scripts);

    /// <summary>Starts them.</summary>
    /// <param name="rooms">Where rooms come from; disposed with this.</param>
    /// <param name="bodies">Makes the avatar of a session.</param>
    /// <param name="scripts">What the agents say, by connector.</param>
    public static async Task<StandIns> StartAsync(
        IRoomProvider rooms, Func<IAvatarBody> bodies, params (string Connector, AgentScript Script)[] scripts)
    {
        var standIns = new StandIns(rooms, await LiveAvatarSandbox.StartAsync(rooms, bodies, TimeProvider.System));
        foreach (var (connector, script) in scripts)
        {
            standIns._agents[connector] = await DemoAgents.StartAsync(connector, script, TimeProvider.System);
        }

        return standIns;
    }

    /// <summary>What a service is started with.</summary>
    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>
        {
            ["Connectors:DataFolder"] = _data,
            ["Connectors:LiveAvatarAddress"] = LiveAvatar.BaseAddress.ToString(),
            ["Connectors:Api:OperatorKey"] = OperatorKey.Reveal(),
            ["Connectors:Outgoing:AllowedRanges:0"] = "127.0.0.0/8",
            ["Connectors:Outgoing:AllowInsecure"] = "true",
            ["Connectors:Outgoing:AllowedRoomHosts:0"] = "*",
        };
        // An agent of the tenant's own is at an address that only its settings name.
        foreach (var (connector, agent) in _agents.Where(static pair => pair.Key != "custom"))
        {
            var name = connector switch
            {
                "elevenlabs" => "ElevenLabsAddress",
                "openai-realtime" => "OpenAIAddress",
                "deepgram" => "DeepgramAddress",
                "cartesia-line" or "cartesia-managed" => "CartesiaAddress",
                _ => "GeminiAddress",
            };
            settings[$"Connectors:{name}"] = agent.Setup.Settings.GetProperty("baseUrl").GetString()!;
        }

        return settings;
    }

    /// <summary>Has the tenant made, by the service in this process, once.</summary>
    /// <param name="settings">Where it keeps everything, and what else.</param>
    /// <param name="quotas">What the tenant may have; null for the defaults.</param>
    public async Task PrepareTenantAsync(IReadOnlyDictionary<string, string> settings, QuotasChange? quotas = null)
    {
        await using var service = Build(settings);
        await service.StartAsync(Cancellation);
        foreach (var (connector, agent) in _agents)
        {
            _tenants[connector] = await UpTenant.PrepareAsync(
                service.Services, agent, new(LiveAvatar.Switches.ApiKeys.First()), Cancellation);
        }

        if (quotas is not null)
        {
            var changed = await service.Services.GetRequiredService<TenantDesk>().ChangeAsync(
                Caller.Service(RecordKey.Operator), _tenants.Values.First().Id, new(null, quotas, null), null, Cancellation);
            Assert.True(changed.IsDone);
        }

        await service.StopAsync(Cancellation);
    }

    /// <summary>The service in this process, not started.</summary>
    public static WebApplication Build(IReadOnlyDictionary<string, string> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        return ServerApp.Build(builder);
    }

    /// <summary>The body of a session's start.</summary>
    public object SessionOf(string connector) => new
    {
        voice_agent_id = _tenants[connector].VoiceAgentId,
        avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar },
    };

    public async ValueTask DisposeAsync()
    {
        await LiveAvatar.DisposeAsync();
        foreach (var agent in _agents.Values)
        {
            await agent.DisposeAsync();
        }

        if (_rooms is IAsyncDisposable rooms)
        {
            await rooms.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }
}
