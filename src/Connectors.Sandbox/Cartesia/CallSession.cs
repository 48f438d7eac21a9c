using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia;

/// <summary>One call: what the agent's platform knows of it, and its turns. A test reads and disturbs it here.</summary>
/// <param name="switches">How it behaves.</param>
/// <param name="time">Clock.</param>
/// <param name="send">Queues a message for the client.</param>
internal sealed class CallSession(CartesiaSwitches switches, TimeProvider time, Action<JsonObject> send) : IAsyncDisposable
{
    private const int MostHeard = 16 * 1024 * 1024;

    // What a client plays lags behind what it was sent.
    private static readonly TimeSpan PlayingLag = TimeSpan.FromSeconds(2);

    private readonly List<Task> _runs = [];
    private readonly List<JsonObject> _received = [];
    private readonly List<byte> _heard = [];
    private readonly List<string> _memory = [];
    private readonly CancellationTokenSource _stop = new();

    private EnergyTurnDetector? _detector;
    private ReplyRun? _active;
    private TimeSpan _unplayed;
    private long _unplayedAt;
    private int _replies;
    private int _userTexts;

    /// <summary>The call is to be ended so.</summary>
    public event Action<CallClose>? Ending;

    public CartesiaSwitches Switches { get; } = switches;

    public TimeProvider Time { get; } = time;

    public Lock Sync { get; } = new();

    /// <summary>What the client said as <c>start</c>, or null before.</summary>
    public JsonObject? Start { get; private set; }

    /// <summary>The call's id.</summary>
    public string StreamId { get; private set; } = string.Empty;

    /// <summary>Format of both directions.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>What the platform heard and said, in order, as "user: …" and "assistant: …"; the client is told none of it.</summary>
    public IReadOnlyList<string> Memory => Locked(_memory);

    /// <summary>What the client sent, audio left out, in order.</summary>
    public IReadOnlyList<JsonObject> Received => Locked(_received);

    /// <summary>The user's audio so far, at most its first minutes.</summary>
    public byte[] Heard => [.. Locked(_heard)];

    /// <summary>Sends an event; a test may send anything.</summary>
    public void Emit(string name, JsonObject? members = null)
    {
        lock (Sync)
        {
            var message = new JsonObject { ["event"] = name, ["stream_id"] = StreamId };
            foreach (var (member, value) in members ?? [])
            {
                message[member] = value?.DeepClone();
            }

            send(message);
            if (Switches.SendsUnknownEvents)
            {
                send(new() { ["event"] = "something_new", ["payload"] = new JsonArray(1, "two") });
            }
        }
    }

    /// <summary>Sends audio.</summary>
    public void EmitAudio(ReadOnlySpan<byte> audio)
    {
        lock (Sync)
        {
            var now = Time.GetTimestamp();
            var left = _unplayed - Time.GetElapsedTime(_unplayedAt, now);
            _unplayed = (left > TimeSpan.Zero ? left : TimeSpan.Zero) + Format.DurationOf(audio.Length);
            _unplayedAt = now;
            Emit("media_output", new() { ["media"] = new JsonObject { ["payload"] = Convert.ToBase64String(audio) } });
        }
    }

    /// <summary>Ends the call.</summary>
    public void End(CallClose close) => Ending?.Invoke(close);

    /// <summary>Remembers what the client sent, for assertions.</summary>
    public void Note(JsonObject message) => _received.Add((JsonObject)message.DeepClone());

    /// <summary><c>start</c>.</summary>
    public CallClose? Begin(JsonObject start, string? streamId, string format, string? introduction)
    {
        Start = start;
        if (Switches.CloseAtStart is not null || Switches.IsSilent)
        {
            return Switches.CloseAtStart;
        }

        StreamId = streamId ?? $"stream_{Guid.NewGuid():N}";
        var given = Switches.ForcedFormat ?? format;
        Format = AudioFormat.TryParse(given, out var known) ? known : AudioFormat.Pcm16(24_000);
        Emit("ack", new() { ["config"] = new JsonObject { ["input_format"] = given } });
        if (Switches.TransfersCalls)
        {
            Emit("transfer_call", new() { ["transfer"] = new JsonObject { ["target_phone_number"] = "+10000000000" } });
        }

        if (introduction is { Length: > 0 } text)
        {
            Run((Switches.Script.Greeting ?? new() { Text = text }) with { Text = text });
        }
        else if (introduction is null && Switches.Script.Greeting is { } greeting)
        {
            Run(greeting);
        }

        return null;
    }

    /// <summary>The user's audio.</summary>
    /// <returns>False if it is no base64.</returns>
    public bool TryHear(string payload)
    {
        var audio = new byte[payload.Length];
        if (!Convert.TryFromBase64String(payload, audio, out var length))
        {
            return false;
        }

        Hear(audio.AsSpan(0, length));
        return true;
    }

    /// <summary>A turn is over.</summary>
    public void OnOver(ReplyRun run, string said)
    {
        _memory.Add($"assistant: {said}");
        _active = _active == run ? null : _active;
    }

    /// <summary>Stops generating.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] runs;
        lock (Sync)
        {
            runs = [.. _runs];
        }

        await Task.WhenAll(runs);
        _active?.Dispose();
        _stop.Dispose();
    }

    private void Hear(ReadOnlySpan<byte> audio)
    {
        Switches.Arrivals?.Add(audio);
        if (_heard.Count < MostHeard)
        {
            _heard.AddRange(audio);
        }

        _detector ??= new(Format);
        foreach (var edge in _detector.Add(audio))
        {
            if (edge.Started)
            {
                Interrupt();
            }
            else
            {
                _memory.Add($"user: {Switches.UserTexts[_userTexts++ % Switches.UserTexts.Count]}");
                Run(Switches.Script.ReplyTo(_replies++));
            }
        }
    }

    // The platform counts what its client may still have to play.
    private void Interrupt()
    {
        var isHeard = _unplayed > TimeSpan.Zero && Time.GetElapsedTime(_unplayedAt) < _unplayed + PlayingLag;
        if (_active is null && !isHeard)
        {
            return;
        }

        _active?.Interrupt();
        _unplayed = TimeSpan.Zero;
        Emit("clear");
        for (var i = 0; isHeard && i < Switches.LateAudio; i++)
        {
            EmitAudio(new byte[Format.BytesPerSecond / 10]);
        }

        _unplayed = TimeSpan.Zero;
    }

    private void Run(AgentReply reply)
    {
        _active?.Interrupt();
        var run = new ReplyRun(this, reply);
        _active = run;
        _runs.Add(Task.Run(async () =>
        {
            using (run)
            {
                await run.RunAsync(_stop.Token);
            }
        }));
    }

    private IReadOnlyList<T> Locked<T>(List<T> list)
    {
        lock (Sync)
        {
            return [.. list];
        }
    }
}
