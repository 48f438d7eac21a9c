using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Connectors.Core.Rooms;
using Connectors.Core.Tenancy;
using Connectors.Integration.Tests.Providers.ElevenLabs;
using Connectors.Integration.Tests.Sessions;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Server;
using Connectors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Api;

/// <summary>The whole service on a port of its own, among the sandbox's LiveAvatar and ElevenLabs; rooms are in memory.</summary>
internal sealed class ApiStage : IAsyncDisposable
{
    public const string LiveAvatarKey = "la-key-3b7d90aa15";

    // Of providers without a stand-in here: no call of a test leaves the machine.
    private const string NobodyThere = "http://127.0.0.1:9/";

    private readonly Dictionary<string, string?> _settings;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private WebApplication? _service;

    private ApiStage(Dictionary<string, string?> settings) => _settings = settings;

    /// <summary>The operator's key.</summary>
    public string OperatorKey { get; } = ApiKeyText.Create(Guid.NewGuid().ToString()).Reveal();

    public FakeRooms Rooms { get; } = new();

    public LogCapture Logs { get; } = new();

    public TraceCapture Traces { get; } = new();

    /// <summary>What must be in no log line, no trace and no answer.</summary>
    public IReadOnlyList<string> Secrets => [OperatorKey, LiveAvatarKey, ElevenLabs.Behaviour.Account.ApiKey];

    public LiveAvatarSandbox LiveAvatar { get; private set; } = null!;

    public ElevenLabsSandbox ElevenLabs { get; } = new(ElevenLabsStage.Talker);

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _service!.Services;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts the service and its peers.</summary>
    /// <param name="settings">
    /// Members of the configuration section <c>Connectors</c> beside those that the stage needs; OpenTelemetry's by their whole names.
    /// </param>
    public static async Task<ApiStage> StartAsync(params (string Name, string Value)[] settings)
    {
        var stage = new ApiStage(settings.ToDictionary(pair => NameOf(pair.Name), string? (pair) => pair.Value));
        var switches = new LiveAvatarSwitches { ConnectedDelay = TimeSpan.Zero, RenderDelay = TimeSpan.Zero };
        switches.ApiKeys.Clear();
        switches.ApiKeys.Add(LiveAvatarKey);
        stage.LiveAvatar = await LiveAvatarSandbox.StartAsync(
            new PaperRooms(new("ws://127.0.0.1:1/"), TimeProvider.System), () => new ClockedAvatarBody(TimeProvider.System),
            TimeProvider.System, switches);
        await stage.ElevenLabs.StartAsync();
        await stage.StartServiceAsync();
        return stage;
    }

    /// <summary>Where the service keeps everything.</summary>
    public string DataFolder { get; } = Directory.CreateTempSubdirectory("connectors-api-").FullName;

    /// <summary>All files of the service.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(DataFolder, "*", SearchOption.AllDirectories);

    /// <summary>Tells the service to stop, and waits until it has.</summary>
    public Task StopAsync() => _service!.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Stops the service and starts it again on the same data.</summary>
    public async Task RestartAsync()
    {
        await _service!.DisposeAsync();
        await StartServiceAsync();
    }

    /// <summary>Calls the API.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path below <c>/api/v1/</c>, or from the root with a leading slash.</param>
    /// <param name="body">Written as JSON; a text or bytes are sent as they are; null for none.</param>
    /// <param name="key">API key, or null for none.</param>
    /// <param name="headers">More headers.</param>
    public async Task<ApiReply> CallAsync(
        string method, string path, object? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(Address, path.StartsWith('/') ? path : "/api/v1/" + path));
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body switch
            {
                byte[] bytes => bytes,
                string text => Encoding.UTF8.GetBytes(text),
                _ => JsonSerializer.SerializeToUtf8Bytes(body),
            });
            request.Content.Headers.ContentType = new("application/json");
        }

        using var response = await _http.SendAsync(request, Stop);
        var reply = await ApiReply.ReadAsync(response, Stop);
        Assert.Empty(new SecretSearch(Secrets).In(reply.Body + string.Join(' ', reply.Headers.Values)));
        return reply;
    }

    /// <summary>A tenant with a key of a scope.</summary>
    public async Task<ApiTenant> TenantAsync(string name = "Acme", string scope = "admin", object? quotas = null)
    {
        var tenant = (await CallAsync("POST", "operator/tenants", new { name, quotas }, OperatorKey)).Expect(201);
        var id = tenant.Text("id");
        return new(this, id, await KeyAsync(id, scope));
    }

    /// <summary>A new key of a tenant.</summary>
    public async Task<string> KeyAsync(string tenantId, string scope) =>
        (await CallAsync("POST", $"operator/tenants/{tenantId}/keys", new { name = "key", scope }, OperatorKey)).Expect(201).Text("key");

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _http.Dispose();
        await LiveAvatar.DisposeAsync();
        await ElevenLabs.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
        var faults = Logs.Lines.Where(static line => line.Contains("ApiErrors RequestFailed", StringComparison.Ordinal)).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Logs.AssertHides(Secrets);
        Traces.AssertHides(Secrets);
        Traces.Dispose();
    }

    private static string NameOf(string setting) =>
        setting.StartsWith("OTEL_", StringComparison.Ordinal) ? setting : $"Connectors:{setting}";

    private async Task StartServiceAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        builder.Services.AddSingleton<IRoomTransport>(Rooms);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
            ["Connectors:DataFolder"] = DataFolder,
            ["Connectors:LiveAvatarAddress"] = LiveAvatar.BaseAddress.ToString(),
            ["Connectors:ElevenLabsAddress"] = ElevenLabs.BaseAddress.ToString(),
            ["Connectors:OpenAIAddress"] = NobodyThere,
            ["Connectors:GeminiAddress"] = NobodyThere,
            ["Connectors:CartesiaAddress"] = NobodyThere,
            ["Connectors:DeepgramAddress"] = NobodyThere,
            ["Connectors:Api:OperatorKey"] = OperatorKey,
            ["Connectors:Outgoing:AllowedRanges:0"] = "127.0.0.0/8",
            ["Connectors:Outgoing:AllowInsecure"] = "true",
            ["Connectors:Outgoing:AllowedRoomHosts:0"] = "*",
        });
        builder.Configuration.AddInMemoryCollection(_settings);
        _service = ServerApp.Build(builder);
        await _service.StartAsync(Stop);
        Address = new(_service.Urls.First());
    }
}
