using System.Globalization;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Gemini;

/// <summary>One connection of a conversation: its setup, its turns. A test reads and disturbs it here.</summary>
internal sealed class LiveSession : IAsyncDisposable
{
    private readonly Action<JsonObject> _send;
    private readonly KeptConversations _kept;
    private readonly List<Task> _runs = [];
    private readonly List<JsonObject> _received = [];
    private readonly CancellationTokenSource _stop = new();

    private DateTimeOffset _startedAt;
    private ReplyRun? _active;
    private bool _isInHistory;
    private bool _wasGreeted;

    /// <param name="switches">How it behaves.</param>
    /// <param name="kept">Conversations that can be resumed.</param>
    /// <param name="time">Clock.</param>
    /// <param name="send">Queues a message for the client.</param>
    public LiveSession(GeminiSwitches switches, KeptConversations kept, TimeProvider time, Action<JsonObject> send)
    {
        Switches = switches;
        _kept = kept;
        Time = time;
        _send = send;
        _startedAt = time.GetUtcNow();
        Microphone = new(this);
        Model = new(switches);
    }

    /// <summary>The conversation is to end at once, as Gemini ends those that break its rules.</summary>
    public event Action<LiveFault>? Closing;

    public GeminiSwitches Switches { get; }

    public TimeProvider Time { get; }

    public Lock Sync { get; } = new();

    /// <summary>The setup, or null before it came.</summary>
    public LiveSetup? Setup { get; private set; }

    /// <summary>Whether the conversation was begun over another connection.</summary>
    public bool IsResumed { get; private set; }

    public ScriptedModel Model { get; }

    public UserMicrophone Microphone { get; }

    /// <summary>What was said, in order, as "user: …" and "model: …"; read under <see cref="Sync"/>.</summary>
    public List<string> Memory { get; } = [];

    /// <summary>Time that the conversation may still last, over all its connections; null if its context is compressed.</summary>
    public TimeSpan? TimeLeft => Setup is { IsCompressed: false } ? _startedAt + Switches.UncompressedLimit - Time.GetUtcNow() : null;

    /// <summary>What the client sent, audio left out, in order.</summary>
    public IReadOnlyList<JsonObject> Received
    {
        get
        {
            lock (Sync)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>Sends a message; a test may send anything.</summary>
    public void Emit(JsonObject message)
    {
        lock (Sync)
        {
            _send(message);
            if (Switches.SendsUnknownMembers)
            {
                _send(new() { ["somethingNew"] = new JsonObject { ["payload"] = new JsonArray(1, "two") } });
            }
        }
    }

    /// <summary>Sends content of the conversation.</summary>
    public void EmitContent(JsonObject content) => Emit(new() { ["serverContent"] = content });

    /// <summary>Remembers what the client sent, for assertions.</summary>
    public void Note(JsonObject message) => _received.Add((JsonObject)message.DeepClone());

    /// <summary>Ends the connection.</summary>
    public void Close(LiveFault fault) => Closing?.Invoke(fault);

    /// <summary><c>setup</c>.</summary>
    public LiveFault? Begin(JsonNode? setup)
    {
        if (Setup is not null)
        {
            return LiveFault.Invalid;
        }

        if (LiveSetup.Read(setup, Switches.Models, out var read) is { } fault)
        {
            return fault;
        }

        if ((read!.Handle is { } handle ? Resume(handle, read) : null) is { } refusal)
        {
            return refusal;
        }

        Setup = read;
        _isInHistory = read.HasInitialHistory;
        if (Switches.CloseAtStart is { } close)
        {
            return close;
        }

        if (!Switches.IsSilent)
        {
            Emit(new() { ["setupComplete"] = new JsonObject { ["sessionId"] = Guid.NewGuid().ToString("N") } });
            TellHandle(isResumable: true);
        }

        return null;
    }

    /// <summary><c>clientContent</c>.</summary>
    public LiveFault? AddContents(IReadOnlyList<(string Role, string Text)> turns, bool isComplete)
    {
        if (!_isInHistory && !Setup!.TakesContents)
        {
            return LiveFault.Invalid;
        }

        Interrupt();
        Memory.AddRange(turns.Select(static turn => $"{turn.Role}: {turn.Text}"));
        var wasInHistory = _isInHistory;
        _isInHistory &= !isComplete;
        if (isComplete && !wasInHistory)
        {
            Answer(turns.Count > 0 ? turns[^1].Text : null);
        }

        return null;
    }

    /// <summary><c>realtimeInput.text</c>.</summary>
    public void AddText(string text)
    {
        Interrupt();
        Memory.Add($"user: {text}");
        Answer(text);
    }

    /// <summary>The user spoke to the end of a turn.</summary>
    public void OnUserTurn()
    {
        var text = Model.NextHeard();
        Memory.Add($"user: {text}");
        if (!Switches.TranscribesLate)
        {
            Transcribe(text);
        }

        Answer(null);
        if (Switches.TranscribesLate)
        {
            Transcribe(text);
        }
    }

    /// <summary>The user begins to speak, or something else makes the agent stop.</summary>
    public void Interrupt()
    {
        if (Model.CancelCalls() is { Count: > 0 } calls)
        {
            var ids = new JsonArray([.. calls.Select(static id => JsonValue.Create(id))]);
            Emit(new() { ["toolCallCancellation"] = new JsonObject { ["ids"] = ids } });
        }

        _active?.Interrupt();
    }

    /// <summary><c>toolResponse.functionResponses[]</c>; an answer to a call that was given up is nobody's.</summary>
    public void AddResult(string callId, string result)
    {
        if (Model.TakeResult(callId, result) is { } plan)
        {
            Run(plan);
        }
    }

    /// <summary>A turn is over; the conversation can be resumed from here.</summary>
    public void OnTurnOver(ReplyRun run)
    {
        if (_active == run)
        {
            _active = null;
            TellHandle(!Model.WaitsForResults);
        }
    }

    /// <summary>Tells a new handle, or that there is none for now.</summary>
    public void TellHandle(bool isResumable)
    {
        if (Setup?.CanResume != true)
        {
            return;
        }

        var update = new JsonObject { ["resumable"] = isResumable };
        if (isResumable)
        {
            update["newHandle"] = _kept.Keep(
                new(this, Setup.Identity, [.. Memory], Model.Replies, _startedAt), Switches.HandleLifetime);
        }

        Emit(new() { ["sessionResumptionUpdate"] = update });
    }

    /// <summary>Says that the connection is going to end.</summary>
    public void GoAway(TimeSpan timeLeft) => Emit(new()
    {
        ["goAway"] = new JsonObject { ["timeLeft"] = string.Create(CultureInfo.InvariantCulture, $"{timeLeft.TotalSeconds:0.###}s") },
    });

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

    private LiveFault? Resume(string handle, LiveSetup setup)
    {
        if (Switches.RefuseHandlesWith is { } refusal)
        {
            return refusal;
        }

        if (_kept.Find(handle) is not { } kept || kept.Identity != setup.Identity)
        {
            return LiveFault.Invalid;
        }

        IsResumed = true;
        Memory.AddRange(kept.Memory);
        Model.Replies = kept.Replies;
        _startedAt = kept.StartedAt;
        _wasGreeted = true;
        if (Switches.EndsOldOnResume)
        {
            kept.Session.Close(new(1000, string.Empty));
        }

        return null;
    }

    private void Transcribe(string text)
    {
        if (!Setup!.TranscribesUser)
        {
            return;
        }

        var half = text.Length / 2;
        EmitContent(new() { ["inputTranscription"] = Model.Transcript(text[..half], isLast: false) });
        EmitContent(new() { ["inputTranscription"] = Model.Transcript(text[half..], isLast: true) });
    }

    private void Answer(string? text)
    {
        var isFirst = !_wasGreeted;
        _wasGreeted = true;
        Run(Model.Plan(text, isFirst));
    }

    private void Run(ReplyPlan plan)
    {
        TellHandle(isResumable: false);
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
