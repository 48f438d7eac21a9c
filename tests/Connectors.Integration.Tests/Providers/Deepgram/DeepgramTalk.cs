using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Connectors.Events;
using Connectors.Providers.Deepgram;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Deepgram;
using Connectors.Sandbox.Sound;

namespace Connectors.Integration.Tests.Providers.Deepgram;

/// <summary>One conversation with the sandbox: drives the connector as a host does and keeps everything it tells.</summary>
internal sealed class DeepgramTalk : IAgentListener, IAsyncDisposable
{
    public const int InputRate = 16_000;
    public const int OutputRate = 24_000;
    public const double AgentTone = 1_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Channel<AgentEvent> _events = Channel.CreateUnbounded<AgentEvent>();
    private readonly Dictionary<TurnId, List<byte>> _audio = [];
    private readonly List<AgentEvent> _seen = [];
    private readonly Lock _lock = new();
    private readonly Tone _user = new(300, InputRate);
    private TurnId _silenced;

    private DeepgramTalk(DeepgramSandbox sandbox) => Sandbox = sandbox;

    public DeepgramSandbox Sandbox { get; }

    public IAgentConnection Connection { get; private set; } = null!;

    /// <summary>What the operator decides.</summary>
    public DeepgramOptions Limits { get; init; } = new();

    /// <summary>The sandbox's side of it.</summary>
    public DeepgramSocket Peer => Sandbox.Sockets[^1];

    public IReadOnlyList<AgentEvent> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Fast and always the same: a tone of one second for each reply.</summary>
    public static DeepgramSwitches Quick { get; } = new()
    {
        Script = new(null, [Reply("One."), Reply("Two."), Reply("Three.")]),
        Voice = new ToneVoice(AgentTone),
        Pace = new() { Speed = double.PositiveInfinity },
    };

    /// <summary>Slow enough to be interrupted while it generates: ten seconds of audio in about one.</summary>
    public static DeepgramSwitches Interruptible { get; } = Quick with
    {
        Script = new(null, [Reply("A long story.", 10), Reply("An answer.")]),
        Pace = new() { Speed = 10, LargestBytes = 9_600 },
    };

    public static AgentReply Reply(string text, double seconds = 1) =>
        new() { Text = text, Audio = ReplyAudio.Tone(AgentTone, TimeSpan.FromSeconds(seconds)) };

    public static async Task<DeepgramTalk> StartAsync(
        DeepgramSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null, string? key = null,
        DeepgramOptions? limits = null)
    {
        var talk = new DeepgramTalk(await DeepgramSandbox.StartAsync(sandbox ?? Quick)) { Limits = limits ?? new() };
        await talk.OpenAsync(settings, options, key);
        return talk;
    }

    /// <summary>Likewise, until it is ready.</summary>
    public static async Task<DeepgramTalk> OpenAsync(
        DeepgramSwitches? sandbox = null, string settings = "{}", AgentConnectionOptions? options = null, DeepgramOptions? limits = null)
    {
        var talk = await StartAsync(sandbox, settings, options, limits: limits);
        await talk.NextAsync<AgentEvent.Ready>();
        return talk;
    }

    public static ConnectorSetup Setup(DeepgramSandbox sandbox, string settings, string? key = null)
    {
        var json = JsonNode.Parse(settings)!.AsObject();
        json["baseUrl"] ??= sandbox.BaseUrl;
        using var document = JsonDocument.Parse(json.ToJsonString());
        return new(document.RootElement.Clone(), new(key ?? new DeepgramSwitches().ApiKey));
    }

    public DeepgramConnector Connector() => new(_http, TimeProvider.System, Limits);

    /// <summary>The next event of this kind; others before it are passed over.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? where = null)
        where T : AgentEvent
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (true)
            {
                if (await _events.Reader.ReadAsync(limit.Token) is T wanted && where?.Invoke(wanted) != false)
                {
                    return wanted;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"No {typeof(T).Name}. Seen: {string.Join(", ", Seen)}");
        }
    }

    public Task<AgentEvent.Raw> NextRawAsync(string type) => NextAsync<AgentEvent.Raw>(raw => raw.Type == type);

    public async Task<AgentEvent.Closed> ClosedAsync() => await NextAsync<AgentEvent.Closed>();

    /// <summary>The user says something for so long, and is then silent long enough to be understood.</summary>
    public void Speak(double seconds = 0.5)
    {
        BeginToSpeak(seconds);
        Send(new short[(int)(0.7 * InputRate)]);
    }

    /// <summary>The user speaks and doesn't stop.</summary>
    public void BeginToSpeak(double seconds = 0.2)
    {
        var speech = new short[(int)(seconds * InputRate)];
        _user.Fill(speech);
        Send(speech);
    }

    /// <summary>Audio of a turn delivered so far.</summary>
    public byte[] AudioOf(TurnId turn)
    {
        lock (_lock)
        {
            return _audio.TryGetValue(turn, out var bytes) ? [.. bytes] : [];
        }
    }

    public TimeSpan DurationOf(TurnId turn) => TimeSpan.FromSeconds(AudioOf(turn).Length / 2.0 / OutputRate);

    public double ToneOf(TurnId turn, double frequency) =>
        Goertzel.Amplitude(MemoryMarshal.Cast<byte, short>(AudioOf(turn).AsSpan()), frequency, OutputRate);

    /// <summary>Waits until this much audio of a turn was delivered.</summary>
    public async Task<TurnId> HeardAsync(double seconds)
    {
        var turn = (await NextAsync<AgentEvent.TurnStarted>()).Turn;
        var start = TimeProvider.System.GetTimestamp();
        while (DurationOf(turn) < TimeSpan.FromSeconds(seconds))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, "No audio came.");
            await Task.Yield();
        }

        return turn;
    }

    /// <summary>Waits until the sandbox received so many messages of a type, and returns the last.</summary>
    public async Task<JsonObject> SentAsync(string type, int count = 1)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            List<JsonObject> sent = [.. Peer.Session.Received.Where(message => (string?)message["type"] == type)];
            if (sent.Count >= count)
            {
                return sent[count - 1];
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"No {type} came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public void Report(TurnId turn, double heardSeconds, PlayoutOutcome outcome) =>
        Connection.ReportPlayout(new(turn, TimeSpan.FromSeconds(heardSeconds), outcome));

    /// <summary>Types of what the sandbox received, audio left out.</summary>
    public IReadOnlyList<string> Sent => [.. Peer.Session.Received.Select(e => (string)e["type"]!)];

    public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio)
    {
        lock (_lock)
        {
            Assert.True(turn > _silenced, string.Create(CultureInfo.InvariantCulture, $"Audio of turn {turn} after its interruption."));
            if (!_audio.TryGetValue(turn, out var bytes))
            {
                _audio.Add(turn, bytes = []);
            }

            bytes.AddRange(audio);
        }
    }

    public void OnEvent(AgentEvent e)
    {
        lock (_lock)
        {
            Assert.DoesNotContain(_seen, static seen => seen is AgentEvent.Closed);
            _seen.Add(e);
            _silenced = e is AgentEvent.Interrupted interrupted ? interrupted.Turn : _silenced;
        }

        _events.Writer.TryWrite(e);
        if (e is AgentEvent.Closed)
        {
            _events.Writer.Complete();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Sandbox.DisposeAsync();
        _http.Dispose();
        Assert.Single(Seen.OfType<AgentEvent.Closed>());
        AssertNothingLeaked();
    }

    private async Task OpenAsync(string settings, AgentConnectionOptions? options, string? key)
    {
        var connector = Connector();
        var preparation = await connector.PrepareAsync(Setup(Sandbox, settings, key), TestContext.Current.CancellationToken);
        Connection = connector.Open(preparation, options ?? new(), this);
    }

    private void Send(ReadOnlySpan<short> samples)
    {
        const int Frame = InputRate / 50;
        for (var rest = samples; rest.Length > 0; rest = rest[Math.Min(Frame, rest.Length)..])
        {
            Assert.Equal(SendResult.Accepted, Connection.SendAudio(MemoryMarshal.AsBytes(rest[..Math.Min(Frame, rest.Length)])));
        }
    }

    private void AssertNothingLeaked()
    {
        string[] personal = [new DeepgramSwitches().ApiKey, .. Quick.UserTexts, "One.", "Two.", "Three."];
        foreach (var text in Seen.SelectMany(static e => e switch
        {
            AgentEvent.Warning warning => [warning.Code, warning.Message],
            AgentEvent.Closed closed => [closed.Code, closed.Reason],
            _ => Array.Empty<string>(),
        }))
        {
            Assert.DoesNotContain(personal, word => text.Contains(word, StringComparison.Ordinal));
        }
    }
}
