using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Events;
using Connectors.Providers.Gemini;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Gemini;
using Connectors.Sandbox.Sound;

namespace Connectors.Integration.Tests.Providers.Gemini;

/// <summary>One conversation with the sandbox: drives the connector as a host does and keeps everything it tells.</summary>
internal sealed class GeminiTalk : IAsyncDisposable
{
    public const int InputRate = 16_000;
    public const int OutputRate = 24_000;
    public const string ContentModel = "gemini-2.5-flash-native-audio-preview-12-2025";

    /// <summary>Settings of a model that takes contents at any time.</summary>
    public const string TakesContents = $$"""{"model": "{{ContentModel}}"}""";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Tone _user = new(300, InputRate);
    private readonly string _settings;
    private readonly List<IAgentConnection> _connections = [];

    private GeminiTalk(GeminiSandbox sandbox, string settings)
    {
        Sandbox = sandbox;
        _settings = settings;
    }

    public GeminiSandbox Sandbox { get; }

    /// <summary>Of the connection opened last.</summary>
    public RecordingAgentListener Told { get; private set; } = new();

    public IAgentConnection Connection => _connections[^1];

    /// <summary>The sandbox's side of it.</summary>
    public GeminiSocket Peer => Sandbox.Sockets[^1];

    /// <summary>What the sandbox received, audio left out.</summary>
    public IReadOnlyList<JsonObject> Sent => Peer.Session.Received;

    /// <summary>Fast and always the same: a tone of one second for each reply.</summary>
    public static GeminiSwitches Quick { get; } = new()
    {
        Script = new(null, [Reply("One."), Reply("Two."), Reply("Three.")]),
        Voice = new ToneVoice(1_000),
        Pace = new() { CutsSamples = false, Speed = double.PositiveInfinity },
        WaitsForPlayback = false,
    };

    /// <summary>Slow enough to be interrupted while it generates: ten seconds of audio in about one.</summary>
    public static GeminiSwitches Interruptible { get; } = Quick with
    {
        Script = new(null, [Reply("A long story that goes on.", 10), Reply("An answer.")]),
        Pace = new() { CutsSamples = false, Speed = 10, LargestBytes = 9_600 },
        WaitsForPlayback = true,
    };

    public static AgentReply Reply(string text, double seconds = 1) =>
        new() { Text = text, Audio = ReplyAudio.Tone(1_000, TimeSpan.FromSeconds(seconds)) };

    /// <summary>Starts a conversation, without waiting for it.</summary>
    public static async Task<GeminiTalk> StartAsync(
        GeminiSwitches? switches = null, string settings = "{}", AgentConnectionOptions? options = null, string? key = null)
    {
        var talk = new GeminiTalk(await GeminiSandbox.StartAsync(switches ?? Quick), settings);
        await talk.OpenAsync(options, key);
        return talk;
    }

    /// <summary>Likewise, until it is ready.</summary>
    public static async Task<GeminiTalk> ReadyAsync(
        GeminiSwitches? switches = null, string settings = "{}", AgentConnectionOptions? options = null)
    {
        var talk = await StartAsync(switches, settings, options);
        await talk.Told.WaitAsync<AgentEvent.Ready>();
        return talk;
    }

    /// <summary>Another connection of the same agent.</summary>
    public async Task OpenAsync(AgentConnectionOptions? options = null, string? key = null)
    {
        Told = new();
        var connector = Connector();
        var preparation = await connector.PrepareAsync(Setup(Sandbox, _settings, key), TestContext.Current.CancellationToken);
        _connections.Add(connector.Open(preparation, options ?? new(), Told));
    }

    public static ConnectorSetup Setup(GeminiSandbox sandbox, string settings, string? key = null)
    {
        var json = JsonNode.Parse(settings)!.AsObject();
        json["baseUrl"] ??= sandbox.BaseUrl;
        return new(JsonSerializer.SerializeToElement(json), new(key ?? sandbox.Switches.ApiKey));
    }

    public GeminiLiveConnector Connector() => new(_http, TimeProvider.System, new());

    /// <summary>The user says something for so long, and is then silent long enough to be understood.</summary>
    public void Speak(double seconds = 0.5)
    {
        BeginToSpeak(seconds);
        BeSilent(0.7);
    }

    public void BeSilent(double seconds) => Send(new short[(int)(seconds * InputRate)]);

    /// <summary>The user speaks and doesn't stop.</summary>
    public void BeginToSpeak(double seconds = 0.2)
    {
        var speech = new short[(int)(seconds * InputRate)];
        _user.Fill(speech);
        Send(speech);
    }

    /// <summary>Waits for a turn to begin and so much of it to arrive.</summary>
    public async Task<TurnId> HearAsync(double seconds, int number = 0)
    {
        var turn = (await Told.WaitAsync<AgentEvent.TurnStarted>(number)).Turn;
        await Told.WaitUntilAsync(() => DurationOf(turn) >= seconds, "audio");
        return turn;
    }

    /// <summary>Waits for a turn to come to its end.</summary>
    public async Task<TurnId> HearTurnAsync(int number = 0) => (await Told.WaitAsync<AgentEvent.TurnAudioEnded>(number)).Turn;

    /// <summary>Waits for something on the sandbox's side, which nobody tells.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "It never came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public double DurationOf(TurnId turn) => Told.AudioOf(turn).Length / 2.0 / OutputRate;

    /// <summary>All text of a turn that came to its end.</summary>
    public string? TextOf(TurnId turn) =>
        Told.Events.OfType<AgentEvent.AgentText>().LastOrDefault(text => text.Turn == turn && text.Kind == AgentTextKind.Full)?.Text;

    /// <summary>What the model remembers.</summary>
    public IReadOnlyList<string> Memory()
    {
        lock (Peer.Session.Sync)
        {
            return [.. Peer.Session.Memory];
        }
    }

    /// <summary>The setup of the connection opened last.</summary>
    public JsonNode SetupSent => Sent.First(static message => message.ContainsKey("setup"))["setup"]!;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        _http.Dispose();
        Assert.Single(Told.Events.OfType<AgentEvent.Closed>());
        Assert.Empty(Told.Breaches);
        Assert.All([Sandbox.Switches.ApiKey, .. Sandbox.Kept.Handles], secret =>
            Assert.DoesNotContain(secret, Told.AllText, StringComparison.Ordinal));
    }

    private void Send(ReadOnlySpan<short> samples)
    {
        const int Frame = InputRate / 50;
        for (var rest = samples; rest.Length > 0; rest = rest[Math.Min(Frame, rest.Length)..])
        {
            Assert.Equal(SendResult.Accepted, Connection.SendAudio(MemoryMarshal.AsBytes(rest[..Math.Min(Frame, rest.Length)])));
        }
    }
}
