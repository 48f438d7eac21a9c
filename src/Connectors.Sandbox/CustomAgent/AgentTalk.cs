using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>The agent's side of one conversation. A test reads and disturbs it here.</summary>
/// <param name="switches">How it behaves.</param>
/// <param name="kept">What it remembers of others.</param>
/// <param name="time">Clock.</param>
/// <param name="socket">Sends.</param>
internal sealed class AgentTalk(CustomAgentSwitches switches, KeptTalks kept, TimeProvider time, AgentSocket socket) : IAsyncDisposable
{
    private const int MostHeard = 16 * 1024 * 1024;

    private readonly ScriptedAgent _agent = new(switches);
    private readonly List<Task> _runs = [];
    private readonly List<JsonObject> _received = [];
    private readonly List<byte> _heard = [];
    private readonly CancellationTokenSource _stop = new();
    private List<string> _memory = [];
    private EnergyTurnDetector? _detector;
    private ReplyRun? _active;
    private long _interrupted;
    private long _played;

    public CustomAgentSwitches Switches { get; } = switches;

    public TimeProvider Time { get; } = time;

    public Lock Sync { get; } = new();

    /// <summary>The host's <c>hello</c>, or null before it came.</summary>
    public JsonObject? Hello { get; private set; }

    /// <summary>Whether it is no conversation, but the host's check that there could be one.</summary>
    public bool IsCheck => Hello is { } hello && (bool)hello["validate"]!;

    /// <summary>Format in which it speaks.</summary>
    public AudioFormat Output { get; private set; }

    /// <summary>Turns begun so far.</summary>
    public long Turns { get; private set; }

    /// <summary>Whether it goes on with a conversation that it remembers.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>What was said, in order, as "user: …" and "agent: …".</summary>
    public IReadOnlyList<string> Memory => Locked(() => _memory);

    /// <summary>What the host sent, audio left out, in order.</summary>
    public IReadOnlyList<JsonObject> Received => Locked(() => _received);

    /// <summary>The user's audio so far, at most its first minutes.</summary>
    public byte[] Heard => [.. Locked(() => _heard)];

    /// <summary>Sends a message; a test may send anything.</summary>
    public void Emit(JsonObject message)
    {
        lock (Sync)
        {
            Turns += (string?)message["type"] == "turn_started" ? 1 : 0;
            socket.SendText(message.ToJsonString());
            if (Switches.SendsUnknownMessages)
            {
                socket.SendText("""{"type":"something_new","payload":[1,"two"]}""");
            }
        }
    }

    /// <summary>Sends audio.</summary>
    public void EmitAudio(byte[] audio) => socket.SendBinary(audio);

    /// <summary>Ends the connection.</summary>
    public void End(int status, string reason) => socket.Close(status, reason);

    /// <summary>Takes audio of the user.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Hear(ReadOnlySpan<byte> audio)
    {
        lock (Sync)
        {
            if (_detector is null || audio.Length % 2 != 0)
            {
                return _detector is null ? "audio before ready" : "audio that cuts a sample";
            }

            Switches.Arrivals?.Add(audio);
            if (_heard.Count < MostHeard)
            {
                _heard.AddRange(audio);
            }

            foreach (var edge in _detector.Add(audio))
            {
                OnEdge(edge.Started);
            }

            return null;
        }
    }

    /// <summary>Takes a message of the host.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Take(JsonObject message)
    {
        lock (Sync)
        {
            _received.Add((JsonObject)message.DeepClone());
            var type = (string)message["type"]!;
            return type == "hello" ? Begin(message) : Hello is null ? "hello must come first" : Apply(type, message);
        }
    }

    /// <summary>Calls a tool.</summary>
    public void CallTool(string callId, ReplyTool tool)
    {
        Emit(AgentMessages.ToolCall(callId, tool));
        if (tool.ExpectsResult)
        {
            _agent.Expect(callId);
        }
    }

    /// <summary>A turn was said to its end.</summary>
    public void OnSaid(string text) => _memory.Add($"agent: {text}");

    /// <summary>Stops generating.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(Locked(() => _runs));
        _active?.Dispose();
        _stop.Dispose();
    }

    private List<T> Locked<T>(Func<List<T>> list)
    {
        lock (Sync)
        {
            return [.. list()];
        }
    }

    private string? Begin(JsonObject hello)
    {
        if (Hello is not null || (int)hello["version"]! != 1)
        {
            return Hello is null ? "unknown version" : "hello came twice";
        }

        Hello = hello;
        Open(hello);
        return null;
    }

    private void Open(JsonObject hello)
    {
        var opening = new TalkOpening(Switches, kept, socket);
        if (opening.Recall(hello, out var isResumed) is not { } memory)
        {
            return;
        }

        (_memory, IsResumed) = (memory, isResumed);
        (var input, Output) = opening.SayReady(hello);
        _detector = new(input);
        if (IsCheck)
        {
            return;
        }

        if (Switches.Resume == "token")
        {
            Emit(new() { ["type"] = "resume_token", ["token"] = kept.Keep(_memory) });
        }

        var greeting = (string?)hello["greeting"]!["mode"] == "none" ? null : _agent.Greet((string?)hello["greeting"]!["text"]);
        if (greeting is not null)
        {
            Run(greeting);
        }
    }

    private string? Apply(string type, JsonObject message)
    {
        switch (type)
        {
            case "user_text":
                Interrupt();
                Answer((string)message["text"]!);
                break;
            case "say":
                Interrupt();
                Run(ScriptedAgent.Say((string)message["text"]!));
                break;
            case "context":
                _memory.Add($"context: {(string)message["text"]!}");
                break;
            case "interrupt":
                Interrupt();
                break;
            case "playout":
                OnPlayout((long)message["turn"]!, TimeSpan.FromMilliseconds((long)message["heard_ms"]!), (string)message["outcome"]!);
                break;
            case "tool_result":
                return TakeResult((string)message["call_id"]!, (string)message["result"]!);
        }

        return null;
    }

    private string? TakeResult(string callId, string result)
    {
        var isKnown = _agent.TryTakeResult(callId, result, out var answer);
        if (answer is not null)
        {
            Run(answer);
        }

        return isKnown ? null : "tool_result: no such call waits";
    }

    private void OnPlayout(long turn, TimeSpan heard, string outcome)
    {
        if (outcome == "finished")
        {
            _played = Math.Max(_played, turn);
        }
        else if (_active is { } run && run.Turn == turn)
        {
            Emit(new() { ["type"] = "agent_text", ["turn"] = turn, ["text"] = run.Said(heard), ["kind"] = "correction" });
        }
    }

    private void OnEdge(bool started)
    {
        if (!Switches.IsBare)
        {
            Emit(new() { ["type"] = started ? "user_speech_started" : "user_speech_stopped" });
        }

        if (started)
        {
            Interrupt();
            return;
        }

        var text = _agent.NextHeard();
        if (!Switches.IsBare)
        {
            Emit(new() { ["type"] = "user_text", ["text"] = text });
        }

        Answer(text);
    }

    // What was generated may still be playing: the host's reports say what was heard.
    private void Interrupt()
    {
        _active?.Interrupt();
        if (_agent.GiveUp() is { } call)
        {
            Emit(new() { ["type"] = "tool_call_cancelled", ["call_ids"] = new JsonArray(call) });
        }

        if (Switches.IsBare || Turns <= Math.Max(_interrupted, _played))
        {
            return;
        }

        _interrupted = Turns;
        Emit(new() { ["type"] = "interrupted", ["turn"] = Turns });
        for (var i = 0; i < Switches.LateAudio; i++)
        {
            EmitAudio(new byte[Output.BytesPerSecond / 10]);
        }
    }

    private void Answer(string text)
    {
        _memory.Add($"user: {text}");
        Run(_agent.Answer());
    }

    private void Run(ReplyPlan plan)
    {
        _active?.Interrupt();
        var run = new ReplyRun(this, plan);
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
