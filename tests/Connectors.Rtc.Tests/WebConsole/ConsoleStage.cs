using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Connectors.Rtc.Tests.Browser;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;
using Connectors.Testing;

namespace Connectors.Rtc.Tests.WebConsole;

/// <summary>The service in a process of its own among the stand-ins, and the console in a browser in front of it.</summary>
internal sealed class ConsoleStage : IAsyncDisposable
{
    public const string Greeting = "Hello, I am Ava. What can I do for you?";

    private const string Connector = "elevenlabs";

    /// <summary>Set: pictures of the page are left for the documents.</summary>
    private const string WritesPictures = "CONNECTORS_WRITE_PICTURES";

    private readonly int _port = FreePort();
    private StandIns _standIns = null!;
    private TenantClient _client = null!;
    private Chromium? _browser;
    private ServerProcess? _server;

    private ConsoleStage()
    {
    }

    public SandboxUser User { get; } = new(TimeProvider.System);

    public WavFile Speech { get; private set; } = null!;

    public BrowserPage Page { get; private set; } = null!;

    public string TenantKey => _standIns.ApiKey.Reveal();

    public string OperatorKey => _standIns.OperatorKey.Reveal();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static AgentScript Script { get; } = new(
        new AgentReply { Text = Greeting },
        [
            new()
            {
                Text = "Of course. I see a booking for Thursday at ten. Would you like to move it to another day, or to another time on "
                    + "the same day? Both are possible, and neither of them costs anything.",
            },
            new() { Text = "Friday has two free slots: at nine, and at half past two." },
            new() { Text = "I did not understand that. Shall I take half past two?" },
        ]);

    /// <summary>Starts all of it, and opens the page.</summary>
    public static async Task<ConsoleStage> StartAsync(RtcFixture rtc)
    {
        Assert.NotNull(rtc.Server);
        Assert.SkipWhen(Chromium.WhyNot is not null, Chromium.WhyNot ?? string.Empty);
        var stage = new ConsoleStage { _standIns = await StandIns.StartAsync(rtc, (Connector, Script)) };
        try
        {
            stage.Speech = (await DemoOptions.ReadAsync(CommandLine.Parse([], DemoOptions.All), Cancellation)).Speech;
            await stage._standIns.PrepareTenantAsync(stage._standIns.Settings());
            await stage.ServeAsync();
            var address = new Uri($"http://127.0.0.1:{stage._port}/");
            stage._client = new(address, stage._standIns.ApiKey);
            stage._browser = await Chromium.StartAsync(new WavFile(SandboxUser.SampleRate, new short[SandboxUser.SampleRate]));
            stage.Page = await stage._browser.OpenAsync(new(address, "console/"));
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the service run, again and again at the same address over the same data.</summary>
    public async Task ServeAsync()
    {
        var settings = _standIns.Settings();
        settings["urls"] = $"http://127.0.0.1:{_port}";
        settings["Connectors:Console:On"] = "everywhere";
        _server = await ServerProcess.StartAsync(settings, Cancellation);
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>Opens the page to a key.</summary>
    public async Task EnterAsync(string key)
    {
        await Page.FillAsync("#key", key);
        await Page.ClickAsync(".sign-in button");
    }

    /// <summary>A session, with its user in it if wanted.</summary>
    public async Task<string> BeginAsync(bool joins = true)
    {
        var started = await CallAsync("sessions", _standIns.SessionOf(Connector));
        if (joins)
        {
            var token = started.GetProperty("livekit_client_token").GetString()!;
            await User.JoinAsync(new(started.GetProperty("livekit_url").GetString()!), token, Cancellation);
        }

        return started.GetProperty("id").GetString()!;
    }

    public Task<JsonElement> CallAsync(string path, object? body = null) => _client.CallAsync(HttpMethod.Post, path, body);

    /// <summary>Waits until something on the page says something.</summary>
    public Task SaysAsync(string selector, string text, int seconds = 30)
    {
        var (where, what) = (JsonSerializer.Serialize(selector), JsonSerializer.Serialize(text));
        return Page.WaitAsync($"[...document.querySelectorAll({where})].some(e => e.textContent.includes({what}))", seconds);
    }

    /// <summary>Leaves a picture for the documents, if pictures are wanted.</summary>
    public async Task PictureAsync(string name, params string[] schemes)
    {
        if (Environment.GetEnvironmentVariable(WritesPictures) != "1")
        {
            return;
        }

        foreach (var scheme in schemes)
        {
            var folder = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Folder, "docs", "images")).FullName;
            await Page.PictureAsync(Path.Combine(folder, $"console-{name}-{scheme}.png"), scheme);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _client?.Dispose();
        await User.DisposeAsync();
        await _standIns.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
