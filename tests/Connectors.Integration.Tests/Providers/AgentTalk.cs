using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Connectors.Events;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Sound;

namespace Connectors.Integration.Tests.Providers;

/// <summary>One conversation with a sandbox: drives the connector as a host does and keeps everything it tells.</summary>
/// <param name="sandbox">The stand-in.</param>
/// <param name="key">The key that it takes.</param>
/// <param name="inputRate">Samples of the user's audio in a second.</param>
/// <param name="outputRate">Likewise of the agent's.</param>
internal abstract class AgentTalk(IAgentSandbox sandbox, string key, int inputRate, int outputRate) : IAgentListener, IAsyncDisposable
{
    public const double AgentTone = 1_000;

    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<AgentEvent> _events = Channel.CreateUnbounded<AgentEvent>();
    private readonly Dictionary<TurnId, List<byte>> _audio = [];
    private readonly List<AgentEvent> _seen = [];
    private readonly Lock _lock = new();
    private readonly Tone _user = new(300, inputRate);
    private TurnId _silenced;

    public IAgentConnection Connection { get; private set; } = null!;

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

    /// <summary>Texts of the user and of the agent, which belong into no warning and no reason.</summary>
    protected static IReadOnlyList<string> Personal { get; } = ["The first thing", "The second thing", "One.", "Two.", "Three."];

    protected HttpMessageInvoker Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public static AgentReply Reply(string text, double seconds = 1) =>
        new() { Text = text, Audio = ReplyAudio.Tone(AgentTone, TimeSpan.FromSeconds(seconds)) };

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
        Send(new short[(int)(0.7 * inputRate)]);
    }

    /// <summary>The user speaks and doesn't stop.</summary>
    public void BeginToSpeak(double seconds = 0.2)
    {
        var speech = new short[(int)(seconds * inputRate)];
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

    public TimeSpan DurationOf(TurnId turn) => TimeSpan.FromSeconds(AudioOf(turn).Length / 2.0 / outputRate);

    public double ToneOf(TurnId turn, double frequency) =>
        Goertzel.Amplitude(MemoryMarshal.Cast<byte, short>(AudioOf(turn).AsSpan()), frequency, outputRate);

    /// <summary>Waits until this much audio of a turn was delivered.</summary>
    public async Task<TurnId> HeardAsync(double seconds)
    {
        var turn = (await NextAsync<AgentEvent.TurnStarted>()).Turn;
        await HeardAsync(turn, seconds);
        return turn;
    }

    /// <summary>Likewise, of a turn that began before.</summary>
    public async Task HeardAsync(TurnId turn, double seconds)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (DurationOf(turn) < TimeSpan.FromSeconds(seconds))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, "No audio came.");
            await Task.Yield();
        }
    }

    public void Report(TurnId turn, double heardSeconds, PlayoutOutcome outcome) =>
        Connection.ReportPlayout(new(turn, TimeSpan.FromSeconds(heardSeconds), outcome));

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
        await sandbox.DisposeAsync();
        Http.Dispose();
        Assert.Single(Seen.OfType<AgentEvent.Closed>());
        AssertNothingLeaked();
    }

    /// <summary>Settings with the sandbox's address, and a key.</summary>
    protected static ConnectorSetup SetupFor(IAgentSandbox sandbox, string settings, string key)
    {
        var json = JsonNode.Parse(settings)!.AsObject();
        json["baseUrl"] ??= sandbox.BaseUrl;
        return new(JsonSerializer.SerializeToElement(json), new(key));
    }

    /// <summary>Opens the connection.</summary>
    protected async Task OpenAsync(IConnector connector, ConnectorSetup setup, AgentConnectionOptions? options)
    {
        var preparation = await connector.PrepareAsync(setup, TestContext.Current.CancellationToken);
        Connection = connector.Open(preparation, options ?? new(), this);
    }

    private void Send(ReadOnlySpan<short> samples)
    {
        var frame = inputRate / 50;
        for (var rest = samples; rest.Length > 0; rest = rest[Math.Min(frame, rest.Length)..])
        {
            Assert.Equal(SendResult.Accepted, Connection.SendAudio(MemoryMarshal.AsBytes(rest[..Math.Min(frame, rest.Length)])));
        }
    }

    private void AssertNothingLeaked()
    {
        foreach (var text in Seen.SelectMany(static e => e switch
        {
            AgentEvent.Warning warning => [warning.Code, warning.Message],
            AgentEvent.Closed closed => [closed.Code, closed.Reason],
            _ => Array.Empty<string>(),
        }))
        {
            Assert.DoesNotContain([key, .. Personal], word => text.Contains(word, StringComparison.Ordinal));
        }
    }
}
