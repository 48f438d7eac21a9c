using System.Text.Json.Nodes;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Deepgram;

/// <summary>One session of an agent: its settings, its turns. A test reads and disturbs it here.</summary>
/// <param name="switches">How it behaves.</param>
/// <param name="time">Clock.</param>
/// <param name="send">Queues a message for the client.</param>
/// <param name="sendAudio">Queues audio for the client.</param>
internal sealed class AgentSession(
    DeepgramSwitches switches, TimeProvider time, Action<JsonObject> send, Action<byte[]> sendAudio) : IAsyncDisposable
{
    private const int MostHeard = 16 * 1024 * 1024;
    private const int LongestPrompt = 25_000;

    private readonly ScriptedAgent _agent = new(switches);
    private readonly Queue<ReplyPlan> _queued = new();
    private readonly List<Task> _runs = [];
    private readonly List<JsonObject> _received = [];
    private readonly List<byte> _heard = [];
    private readonly List<string> _memory = [];
    private readonly CancellationTokenSource _stop = new();

    private EnergyTurnDetector? _detector;
    private ReplyRun? _active;

    /// <summary>The connection is to be closed with this status.</summary>
    public event Action<int>? Ending;

    public DeepgramSwitches Switches { get; } = switches;

    public TimeProvider Time { get; } = time;

    public Lock Sync { get; } = new();

    /// <summary>The settings, or null before they were applied.</summary>
    public ConverseSettings? Settings { get; private set; }

    /// <summary>The prompt as it is now.</summary>
    public string? Prompt { get; private set; }

    /// <summary>What was said, in order, as "user: …" and "assistant: …".</summary>
    public IReadOnlyList<string> Memory => Locked(_memory);

    /// <summary>What the client sent, audio left out, in order.</summary>
    public IReadOnlyList<JsonObject> Received => Locked(_received);

    /// <summary>The user's audio so far, at most its first minutes.</summary>
    public byte[] Heard => [.. Locked(_heard)];

    /// <summary>Greets the client.</summary>
    public void Begin() => Emit(new() { ["type"] = "Welcome", ["request_id"] = Guid.NewGuid().ToString() });

    /// <summary>Sends a message; a test may send anything.</summary>
    public void Emit(JsonObject message)
    {
        lock (Sync)
        {
            send(message);
            if (Switches.SendsUnknownMessages)
            {
                send(new() { ["type"] = "SomethingNew", ["payload"] = new JsonArray(1, "two") });
            }
        }
    }

    /// <summary>Sends audio.</summary>
    public void EmitAudio(byte[] audio)
    {
        lock (Sync)
        {
            sendAudio(audio);
        }
    }

    /// <summary>Tells what was said.</summary>
    public void EmitText(string role, string content) =>
        Emit(new() { ["type"] = "ConversationText", ["role"] = role, ["content"] = content });

    /// <summary>Tells of something that ends nothing.</summary>
    public void Warn(string code, string description) =>
        Emit(new() { ["type"] = "Warning", ["description"] = description, ["code"] = code });

    /// <summary>Tells of an error and ends the connection.</summary>
    public void Fail(AgentFault fault)
    {
        Emit(fault.ToMessage());
        Ending?.Invoke(1011);
    }

    /// <summary>Ends the connection in good order.</summary>
    public void HangUp() => Ending?.Invoke(1000);

    /// <summary>Remembers what the client sent, for assertions.</summary>
    public void Note(JsonObject message) => _received.Add((JsonObject)message.DeepClone());

    /// <summary><c>Settings</c>.</summary>
    public AgentFault? Apply(JsonObject message)
    {
        if (Settings is not null)
        {
            return AgentFault.TwiceSettings;
        }

        if (ConverseSettings.Read(message, Switches, out var settings) is { } fault)
        {
            return fault;
        }

        if (Switches.ErrorAtStart is { } code)
        {
            return new(code, "It is not to be.");
        }

        Settings = settings;
        Prompt = settings.Prompt;
        _memory.AddRange(settings.History);
        Emit(new() { ["type"] = "SettingsApplied" });
        CheckPrompt();
        if (!string.IsNullOrEmpty(settings.Greeting))
        {
            Run(_agent.Greet(settings.Greeting), isAnswer: false);
        }

        return null;
    }

    /// <summary>The user's audio.</summary>
    public void Hear(ReadOnlySpan<byte> audio)
    {
        Switches.Arrivals?.Add(audio);
        if (_heard.Count < MostHeard)
        {
            _heard.AddRange(audio);
        }

        _detector ??= new(Settings!.Input);
        foreach (var edge in _detector.Add(audio))
        {
            if (edge.Started)
            {
                // Whether or not the agent speaks.
                Emit(new() { ["type"] = "UserStartedSpeaking" });
                Interrupt();
            }
            else
            {
                AddUserText(_agent.NextHeard(), isTold: true);
            }
        }
    }

    /// <summary><c>InjectUserMessage</c>.</summary>
    public void AddUserText(string text)
    {
        Interrupt();
        AddUserText(text, Switches.EchoesInjections);
    }

    /// <summary><c>InjectAgentMessage</c>.</summary>
    public void Say(string text, string behavior)
    {
        var isBusy = _active is not null || _detector?.IsSpeaking == true;
        if (Switches.RefusesInjections || (behavior == "default" && isBusy))
        {
            Emit(new() { ["type"] = "InjectionRefused", ["message"] = "The message was not said, because somebody is speaking." });
            return;
        }

        if (behavior == "interrupt")
        {
            Interrupt();
        }

        if (_active is null)
        {
            Run(ScriptedAgent.Say(text), isAnswer: false);
        }
        else
        {
            _queued.Enqueue(ScriptedAgent.Say(text));
        }
    }

    /// <summary><c>UpdatePrompt</c>.</summary>
    public void UpdatePrompt(string prompt)
    {
        Prompt = prompt;
        CheckPrompt();
        Emit(new() { ["type"] = "PromptUpdated" });
    }

    /// <summary><c>FunctionCallResponse</c>.</summary>
    public void AddResult(string callId, string content)
    {
        if (!_agent.TakeResult(callId, content, out var answer))
        {
            Warn("FUNCTION_CALL_FAILED", "There is no such function call.");
        }
        else if (answer is not null)
        {
            Run(answer, isAnswer: true);
        }
    }

    /// <summary>A turn is over.</summary>
    /// <param name="run">The turn.</param>
    /// <param name="said">What it said, or null if it said nothing.</param>
    public void OnOver(ReplyRun run, string? said)
    {
        if (!string.IsNullOrEmpty(said))
        {
            _memory.Add($"assistant: {said}");
        }

        if (_active != run)
        {
            return;
        }

        _active = null;
        if (_queued.TryDequeue(out var next))
        {
            Run(next, isAnswer: false);
        }
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

    private IReadOnlyList<T> Locked<T>(List<T> list)
    {
        lock (Sync)
        {
            return [.. list];
        }
    }

    private void CheckPrompt()
    {
        if (Prompt?.Length > LongestPrompt)
        {
            Prompt = Prompt[..LongestPrompt];
            Warn("PROMPT_TOO_LONG", "The prompt was too long and had to be truncated.");
        }
    }

    private void Interrupt()
    {
        _queued.Clear();
        _active?.Interrupt();
    }

    private void AddUserText(string text, bool isTold)
    {
        if (isTold)
        {
            EmitText("user", text);
        }

        _memory.Add($"user: {text}");
        Run(_agent.Answer(Settings!.Functions), isAnswer: true);
    }

    private void Run(ReplyPlan plan, bool isAnswer)
    {
        _active?.Interrupt();
        var run = new ReplyRun(this, plan, isAnswer);
        _active = run;
        _runs.Add(Task.Run(async () =>
        {
            using (run)
            {
                await run.RunAsync(_stop.Token);
            }
        }));
    }
}
