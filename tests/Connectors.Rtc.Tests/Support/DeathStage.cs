using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Connectors.Core.Tenancy;
using Connectors.Sandbox;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;
using Connectors.Sandbox.Up;
using Connectors.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Stand-ins in this process, a tenant in a data folder, and the service in processes of its own that are killed.</summary>
internal sealed class DeathStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("connectors-death-test-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Secret _operatorKey = new(ApiKeyText.Create(Guid.NewGuid().ToString()).Reveal());
    private ServerRooms _rooms = null!;
    private IDemoAgent _agent = null!;
    private UpTenant _tenant = null!;
    private ServerProcess? _server;

    public LiveAvatarSandbox LiveAvatar { get; private set; } = null!;

    public SandboxUser User { get; } = new(TimeProvider.System);

    public WavFile Speech { get; private set; } = null!;

    /// <summary>Stops that LiveAvatar was asked for.</summary>
    public int Stops => LiveAvatar.Calls.Count(call => call.Contains("stop", StringComparison.Ordinal));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DeathStage> StartAsync(RtcFixture rtc, string connector)
    {
        var stage = new DeathStage { _rooms = new(rtc.Server, TimeProvider.System) };
        stage.LiveAvatar = await LiveAvatarSandbox.StartAsync(
            stage._rooms, () => new AvatarBody(TimeProvider.System), TimeProvider.System);
        stage._agent = await DemoAgents.StartAsync(connector, AgentScript.Default, TimeProvider.System);
        stage.Speech = (await DemoOptions.ReadAsync(CommandLine.Parse([], DemoOptions.All), Cancellation)).Speech;
        await stage.PrepareAsync();
        return stage;
    }

    /// <summary>Has the service run, and nothing else of it.</summary>
    public async Task ServeAsync(int resumeWithinSeconds)
    {
        var settings = Settings();
        settings["Connectors:ResumeWithinSeconds"] = $"{resumeWithinSeconds}";
        _server = await ServerProcess.StartAsync(settings, Cancellation);
    }

    public async Task KillAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>A session with its user in it.</summary>
    public async Task<string> BeginAsync()
    {
        var started = await CallAsync(HttpMethod.Post, "sessions", new
        {
            voice_agent_id = _tenant.VoiceAgentId,
            avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar },
        });
        await User.JoinAsync(
            new(started.GetProperty("livekit_url").GetString()!), started.GetProperty("livekit_client_token").GetString()!, Cancellation);
        return started.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = Request(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>The session's events after a place, up to the first one of a type.</summary>
    public async Task<List<(long Id, string Type, JsonElement Data)>> WatchAsync(
        string session, long after, Func<string, JsonElement, bool> isLast)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        using var request = Request(HttpMethod.Get, $"sessions/{session}/events");
        request.Headers.Add("Last-Event-ID", $"{after}");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        List<(long Id, string Type, JsonElement Data)> events = [];
        var (id, type) = (after, string.Empty);
        while (await lines.ReadLineAsync(limit.Token) is { } line)
        {
            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            switch (line.Split(':')[0])
            {
                case "id":
                    id = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "event":
                    type = value;
                    break;
                case "data":
                    events.Add((id, type, JsonElement.Parse(value)));
                    if (isLast(type, events[^1].Data))
                    {
                        return events;
                    }

                    break;
            }
        }

        Assert.Fail($"The stream ended: {string.Join(", ", events.Select(e => e.Type))}");
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await User.DisposeAsync();
        await LiveAvatar.DisposeAsync();
        await _agent.DisposeAsync();
        await _rooms.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    // The service in this process, once, for the tenant to be made.
    private async Task PrepareAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(Settings().ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        await using var service = ServerApp.Build(builder);
        await service.StartAsync(Cancellation);
        _tenant = await UpTenant.PrepareAsync(service.Services, _agent, new(LiveAvatar.Switches.ApiKeys.First()), Cancellation);
        await service.StopAsync(Cancellation);
    }

    private Dictionary<string, string> Settings()
    {
        var provider = _agent.Setup.Settings.GetProperty("baseUrl").GetString()!;
        return new()
        {
            ["Connectors:DataFolder"] = _data,
            ["Connectors:LiveAvatarAddress"] = LiveAvatar.BaseAddress.ToString(),
            ["Connectors:ElevenLabsAddress"] = provider,
            ["Connectors:OpenAIAddress"] = provider,
            ["Connectors:Api:OperatorKey"] = _operatorKey.Reveal(),
            ["Connectors:Outgoing:AllowedRanges:0"] = "127.0.0.0/8",
            ["Connectors:Outgoing:AllowInsecure"] = "true",
            ["Connectors:Outgoing:AllowedRoomHosts:0"] = "*",
        };
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_server!.Address, $"api/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tenant.ApiKey.Reveal());
        return request;
    }
}
