using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>One conversation: what the agent's platform knows of it, and its turns. A test reads and disturbs it here.</summary>
/// <param name="switches">How it behaves.</param>
/// <param name="time">Clock.</param>
/// <param name="send">Queues a message for the client.</param>
internal sealed partial class ManagedSession(CartesiaManagedSwitches switches, TimeProvider time, Action<JsonObject> send)
    : IAsyncDisposable
{
    private const int MostHeard = 16 * 1024 * 1024;

    private static readonly AgentReply GoodBye = new() { Text = "Are you gone? Good bye.", HangUp = true };

    private readonly List<Task> _runs = [];
    private readonly List<JsonObject> _received = [];
    private readonly List<byte> _heard = [];
    private readonly List<string> _memory = [];
    private readonly CancellationTokenSource _stop = new();

    private EnergyTurnDetector? _detector;
    private ITimer? _inactivity;
    private ReplyRun? _active;
    private long _userTurn;
    private long _began;
    private int _replies;
    private int _userTexts;

    /// <summary>The conversation fails so.</summary>
    public event Action<ManagedFault>? Failing;

    public CartesiaManagedSwitches Switches { get; } = switches;

    public TimeProvider Time { get; } = time;

    public Lock Sync { get; } = new();

    /// <summary>What the client said as <c>session_create</c>, or null before.</summary>
    public JsonObject? Create { get; private set; }

    /// <summary>The conversation's id; empty before it began.</summary>
    public string CallId { get; private set; } = string.Empty;

    /// <summary>Format of both directions.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>How the agent's audio comes.</summary>
    public BurstPace Pace { get; private set; } = new();

    /// <summary>The agent's tool calls.</summary>
    public ToolWaits Tools { get; } = new();

    /// <summary>Turns of user and agent so far.</summary>
    public long Turns { get; private set; }

    /// <summary>Seconds since the conversation began, as its events tell them.</summary>
    public double Seconds => Math.Round(Time.GetElapsedTime(_began).TotalSeconds, 2);

    /// <summary>What was said, in order, as "user: …" and "assistant: …".</summary>
    public IReadOnlyList<string> Memory => Locked(_memory);

    /// <summary>What the client sent, audio left out, in order.</summary>
    public IReadOnlyList<JsonObject> Received => Locked(_received);

    /// <summary>The user's audio so far, at most its first minutes.</summary>
    public byte[] Heard => [.. Locked(_heard)];

    /// <summary>Sends an event; a test may send anything.</summary>
    public void Emit(string type, JsonObject? members = null)
    {
        lock (Sync)
        {
            var message = new JsonObject { ["type"] = type };
            foreach (var (member, value) in members ?? [])
            {
                message[member] = value?.DeepClone();
            }

            send(message);
            if (Switches.SendsUnknownEvents)
            {
                send(new() { ["type"] = "something_new", ["payload"] = new JsonArray(1, "two") });
            }
        }
    }

    /// <summary>Sends audio.</summary>
    public void EmitAudio(ReadOnlySpan<byte> audio) => Emit("audio_output", new() { ["audio"] = Convert.ToBase64String(audio) });

    /// <summary>A turn begins.</summary>
    /// <param name="role">Whose.</param>
    /// <returns>Its number.</returns>
    public long BeginTurn(string role)
    {
        lock (Sync)
        {
            Emit("turn_started", new() { ["turn"] = ++Turns, ["role"] = role, ["start_time"] = Seconds });
            return Turns;
        }
    }

    /// <summary>A turn is over.</summary>
    public void EndTurn(long turn, string role, string text, bool isInterrupted = false, JsonArray? toolCalls = null) =>
        Emit("turn_ended", new()
        {
            ["turn"] = turn,
            ["role"] = role,
            ["text"] = text,
            ["interrupted"] = isInterrupted,
            ["start_time"] = 0,
            ["end_time"] = Seconds,
            ["tool_calls"] = toolCalls ?? [],
        });

    /// <summary>Ends the conversation, or tells an error.</summary>
    public void Fail(ManagedFault fault) => Failing?.Invoke(fault);

    /// <summary>Remembers what the client sent, for assertions.</summary>
    public void Note(JsonObject message) => _received.Add((JsonObject)message.DeepClone());

    /// <summary><c>session_create</c>.</summary>
    public ManagedFault? Begin(JsonObject create, string format, string delivery, JsonObject variables)
    {
        var welcome = Switches.Script.Greeting?.Text ?? string.Empty;
        if (Variable().Matches(welcome).Any(match => !variables.ContainsKey(match.Groups[1].Value)))
        {
            return ManagedFault.Breach("a variable of the welcome message is missing", "missing_dynamic_variables");
        }

        Create = create;
        if (Switches.FaultAtStart is not null || Switches.IsSilent)
        {
            return Switches.FaultAtStart;
        }

        _began = Time.GetTimestamp();
        CallId = $"ac_{Guid.NewGuid():N}";
        var given = Switches.ForcedFormat ?? format;
        Format = AudioFormat.TryParse(given, out var known) ? known : AudioFormat.Pcm16(24_000);
        Pace = delivery == "as_available" ? Switches.Pace : Switches.Pace with { Speed = 1, LargestBytes = 4_800 };
        Emit("session_ready", new()
        {
            ["call_id"] = CallId,
            ["agent_id"] = Switches.AgentId,
            ["agent_version_id"] = "av_sandbox",
            ["audio"] = new JsonObject { ["input_format"] = given, ["output_delivery"] = delivery },
        });
        _inactivity = Time.CreateTimer(static session => ((ManagedSession)session!).OnInactive(), this, Switches.InactivityLimit,
            Timeout.InfiniteTimeSpan);
        if (Switches.Script.Greeting is { } greeting)
        {
            Run(greeting with { Text = Variable().Replace(welcome, match => $"{variables[match.Groups[1].Value]}") });
        }

        return null;
    }

    /// <summary>The user's audio; what comes before the conversation is ready is dropped.</summary>
    /// <returns>False if it is no base64.</returns>
    public bool TryHear(string payload)
    {
        var audio = new byte[payload.Length];
        if (!Convert.TryFromBase64String(payload, audio, out var length))
        {
            return false;
        }

        if (CallId.Length > 0)
        {
            Hear(audio.AsSpan(0, length));
        }

        return true;
    }

    /// <summary>A tool's result; one that nobody waits for is ignored.</summary>
    public void Take(string callId, string result) => Tools.Take(callId, result);

    /// <summary>A turn of the agent is over.</summary>
    public void OnOver(ReplyRun run, string said)
    {
        _memory.Add($"assistant: {said}");
        _active = _active == run ? null : _active;
        _inactivity?.Change(Switches.InactivityLimit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops generating.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] runs;
        lock (Sync)
        {
            _inactivity?.Dispose();
            runs = [.. _runs];
        }

        await Task.WhenAll(runs);
        _active?.Dispose();
        _stop.Dispose();
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_]{1,64})\s*\}\}")]
    private static partial Regex Variable();

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
            _inactivity?.Change(Switches.InactivityLimit, Timeout.InfiniteTimeSpan);
            if (edge.Started)
            {
                OnUserStarted();
            }
            else
            {
                OnUserEnded();
            }
        }
    }

    // Whether or not the agent speaks, the client is told to be silent.
    private void OnUserStarted()
    {
        Emit("audio_output_clear");
        for (var i = 0; _active is not null && i < Switches.LateAudio; i++)
        {
            EmitAudio(new byte[Format.BytesPerSecond / 10]);
        }

        _userTurn = BeginTurn("user");
        _active?.Interrupt();
    }

    private void OnUserEnded()
    {
        var text = Switches.UserTexts[_userTexts++ % Switches.UserTexts.Count];
        _memory.Add($"user: {text}");
        EndTurn(_userTurn, "user", text);
        Run(Switches.Script.ReplyTo(_replies++));
    }

    private void OnInactive()
    {
        lock (Sync)
        {
            if (_active is null)
            {
                Run(GoodBye);
            }
        }
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
