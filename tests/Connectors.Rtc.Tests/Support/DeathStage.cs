using System.Text.Json;
using Connectors.Sandbox;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Stand-ins in this process, a tenant in a data folder, and the service in processes of its own that are killed.</summary>
internal sealed class DeathStage : IAsyncDisposable
{
    private StandIns _standIns = null!;
    private string _connector = null!;
    private ServerProcess? _server;
    private TenantClient? _client;

    public LiveAvatarSandbox LiveAvatar => _standIns.LiveAvatar;

    public SandboxUser User { get; } = new(TimeProvider.System);

    public WavFile Speech { get; private set; } = null!;

    /// <summary>Stops that LiveAvatar was asked for.</summary>
    public int Stops => _standIns.Stops;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DeathStage> StartAsync(RtcFixture rtc, string connector)
    {
        var stage = new DeathStage
        {
            _standIns = await StandIns.StartAsync(rtc, (connector, AgentScript.Default)),
            _connector = connector,
            Speech = (await DemoOptions.ReadAsync(CommandLine.Parse([], DemoOptions.All), Cancellation)).Speech,
        };
        await stage._standIns.PrepareTenantAsync(stage._standIns.Settings());
        return stage;
    }

    /// <summary>Has the service run, and nothing else of it.</summary>
    public async Task ServeAsync(int resumeWithinSeconds)
    {
        var settings = _standIns.Settings();
        settings["Connectors:ResumeWithinSeconds"] = $"{resumeWithinSeconds}";
        _server = await ServerProcess.StartAsync(settings, Cancellation);
        _client = new(_server.Address, _standIns.ApiKey);
    }

    public async Task KillAsync()
    {
        _client!.Dispose();
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>A session with its user in it.</summary>
    public async Task<string> BeginAsync()
    {
        var started = await CallAsync(HttpMethod.Post, "sessions", _standIns.SessionOf(_connector));
        await User.JoinAsync(
            new(started.GetProperty("livekit_url").GetString()!), started.GetProperty("livekit_client_token").GetString()!, Cancellation);
        return started.GetProperty("id").GetString()!;
    }

    public Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null) => _client!.CallAsync(method, path, body);

    /// <summary>The session's events after a place, up to the first one of a type.</summary>
    public Task<List<WatchedLine>> WatchAsync(string session, long after, Func<string, JsonElement, bool> isLast) =>
        _client!.WatchAsync(session, after, isLast);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _client?.Dispose();
        await User.DisposeAsync();
        await _standIns.DisposeAsync();
    }
}
