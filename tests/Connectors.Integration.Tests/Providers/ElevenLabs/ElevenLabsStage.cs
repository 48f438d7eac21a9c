using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.ElevenLabs;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.Sound;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

/// <summary>The ElevenLabs connector against its sandbox, set up as a test wants it.</summary>
internal sealed class ElevenLabsStage : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly List<IAgentConnection> _connections = [];

    private ElevenLabsStage(ElevenLabsBehaviour behaviour, ElevenLabsFaults? faults)
    {
        Sandbox = new(behaviour) { Faults = faults ?? new() };
        Connector = new ElevenLabsConnector(_http, TimeProvider.System, new());
    }

    /// <summary>An agent that speaks a tone, fast, and begins with a greeting.</summary>
    public static ElevenLabsBehaviour Talker { get; } = new()
    {
        Script = new(new() { Text = "Hello there." }, [new() { Text = "One." }, new() { Text = "Two." }]),
        Voice = new ToneVoice(440),
        Pace = new() { Speed = 200, SmallestBytes = 501, LargestBytes = 3_001 },
        Heard = ["first words", "second words"],
    };

    /// <summary>The same without a greeting.</summary>
    public static ElevenLabsBehaviour Waiter { get; } = Talker with { Script = Talker.Script with { Greeting = null } };

    public ElevenLabsSandbox Sandbox { get; }

    public IConnector Connector { get; }

    public RecordingAgentListener Listener { get; } = new();

    public Task<ElevenLabsConversation> Conversation => Sandbox.ConversationAsync(0, TestContext.Current.CancellationToken);

    public static async Task<ElevenLabsStage> StartAsync(ElevenLabsBehaviour? behaviour = null, ElevenLabsFaults? faults = null)
    {
        var stage = new ElevenLabsStage(behaviour ?? Talker, faults);
        await stage.Sandbox.StartAsync();
        return stage;
    }

    /// <summary>Starts and opens a conversation.</summary>
    public static async Task<(ElevenLabsStage Stage, IAgentConnection Connection)> OpenAsync(
        ElevenLabsBehaviour? behaviour = null, ElevenLabsFaults? faults = null, AgentConnectionOptions? options = null,
        object? settings = null)
    {
        var stage = await StartAsync(behaviour, faults);
        return (stage, await stage.ConnectAsync(options, settings));
    }

    /// <summary>Settings and key for the sandbox.</summary>
    /// <param name="settings">Settings beside agent and address.</param>
    /// <param name="key">Another key.</param>
    public ConnectorSetup Setup(object? settings = null, string? key = null)
    {
        var json = JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject();
        json.TryAdd("agentId", Sandbox.Behaviour.AgentId);
        json.TryAdd("baseUrl", Sandbox.BaseAddress.ToString());
        return new(json.Deserialize<JsonElement>(), new(key ?? Sandbox.Behaviour.Account.ApiKey));
    }

    public async Task<IAgentConnection> ConnectAsync(AgentConnectionOptions? options = null, object? settings = null)
    {
        var preparation = await Connector.PrepareAsync(Setup(settings), TestContext.Current.CancellationToken);
        return Begin(preparation, options);
    }

    public IAgentConnection Begin(AgentPreparation preparation, AgentConnectionOptions? options = null, IAgentListener? listener = null)
    {
        var connection = Connector.Open(preparation, options ?? new(), listener ?? Listener);
        _connections.Add(connection);
        return connection;
    }

    public Task<ValidationReport> ValidateAsync(object? settings = null, string? key = null) =>
        Connector.ValidateAsync(Setup(settings, key), TestContext.Current.CancellationToken);

    public Task<AgentEvent.Closed> ClosedAsync() => Listener.WaitAsync<AgentEvent.Closed>();

    /// <summary>The user speaks for a while, then is silent for a second; the sandbox's clock is the audio, so it goes fast.</summary>
    public async Task TalkAsync(IAgentConnection connection, TimeSpan? length = null)
    {
        var ready = await Listener.WaitAsync<AgentEvent.Ready>();
        var format = ready.InputFormat;
        var samples = new short[format.SampleRate * 2];
        var voiced = (int)((length ?? TimeSpan.FromMilliseconds(600)).TotalSeconds * format.SampleRate);
        new Tone(300, format.SampleRate).Fill(samples.AsSpan(0, voiced));
        await SendAsync(connection, SampleCoding.Encode(samples.AsSpan(0, voiced + format.SampleRate), format), format);
    }

    /// <summary>The user begins to speak and goes on.</summary>
    public async Task BeginToTalkAsync(IAgentConnection connection)
    {
        var format = (await Listener.WaitAsync<AgentEvent.Ready>()).InputFormat;
        var samples = new short[format.SampleRate / 4];
        new Tone(300, format.SampleRate).Fill(samples);
        await SendAsync(connection, SampleCoding.Encode(samples, format), format);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        Assert.Empty(Listener.Breaches);
        await Sandbox.DisposeAsync();
        _http.Dispose();
    }

    private async Task SendAsync(IAgentConnection connection, byte[] audio, AudioFormat format)
    {
        var conversation = await Conversation;
        var sent = conversation.Received.Audio.Length;
        foreach (var frame in audio.Chunk((int)format.BytesOf(TimeSpan.FromMilliseconds(20))))
        {
            if (connection.SendAudio(frame) != SendResult.Accepted)
            {
                return;
            }

            // Never more under way than the connection keeps.
            sent += frame.Length;
            if (sent % (frame.Length * 20) == 0)
            {
                await conversation.Received.WaitForAudioAsync(sent, TestContext.Current.CancellationToken);
            }
        }
    }
}
