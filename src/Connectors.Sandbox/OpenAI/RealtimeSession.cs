using System.Text.Json.Nodes;

namespace Connectors.Sandbox.OpenAI;

/// <summary>One realtime session: its configuration, its conversation, its responses. A test reads and disturbs it here.</summary>
internal sealed class RealtimeSession : IAsyncDisposable
{
    private const int MostHeard = 16 * 1024 * 1024;

    private readonly ScriptedModel _model;
    private readonly UserAudio _audio = new();
    private readonly Transcriber _transcriber;
    private readonly Action<JsonObject> _send;
    private readonly List<Task> _runs = [];
    private readonly List<byte> _heard = [];
    private readonly List<JsonObject> _received = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<(string Status, string Code)> _faults;

    private int _ids;
    private ResponseRun? _active;
    private string? _speechItem;

    /// <param name="options">How it behaves.</param>
    /// <param name="model">Its model.</param>
    /// <param name="time">Clock.</param>
    /// <param name="send">Queues an event for the client.</param>
    public RealtimeSession(OpenAISwitches options, string model, TimeProvider time, Action<JsonObject> send)
    {
        Options = options;
        Time = time;
        _send = send;
        _model = new(options, NewId);
        _transcriber = new(options, Emit);
        _faults = new(options.ResponseFaults);
        Items = new(NewId);
        Config = new(NewId("sess"), model, (time.GetUtcNow() + options.SessionLimit).ToUnixTimeSeconds());
    }

    public OpenAISwitches Options { get; }

    public TimeProvider Time { get; }

    public Lock Sync { get; } = new();

    public ConversationItems Items { get; }

    public SessionConfig Config { get; }

    /// <summary>What the model remembers, in order.</summary>
    public IReadOnlyList<string> Memory
    {
        get
        {
            lock (Sync)
            {
                return Items.Memory;
            }
        }
    }

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

    /// <summary>The user's audio so far, at most its first minutes.</summary>
    public byte[] Heard
    {
        get
        {
            lock (Sync)
            {
                return [.. _heard];
            }
        }
    }

    private bool DetectsTurns => Config.TurnDetection is not null;

    /// <summary>An id as OpenAI makes them, but counted.</summary>
    public string NewId(string prefix) => $"{prefix}_{Interlocked.Increment(ref _ids):D6}";

    /// <summary>Greets the client.</summary>
    public void Begin()
    {
        lock (Sync)
        {
            Emit(new() { ["type"] = "session.created", ["session"] = Config.Session.DeepClone() });
            if (Options.ErrorAtStart is { } code)
            {
                Emit(new RealtimeError(code, "It is not to be.").ToEvent(null));
            }
        }
    }

    /// <summary>Sends an event; a test may send anything.</summary>
    public void Emit(JsonObject e)
    {
        lock (Sync)
        {
            e["event_id"] = NewId("event");
            _send(e);
            if (Options.SendsUnknownEvents && e["type"]?.GetValue<string>() != "rate_limits.updated")
            {
                _send(new() { ["type"] = "response.something_new", ["event_id"] = NewId("event"), ["payload"] = new JsonArray(1, "two") });
            }
        }
    }

    /// <summary>Remembers what the client sent, for assertions.</summary>
    public void Note(JsonObject e) => _received.Add((JsonObject)e.DeepClone());

    /// <summary><c>session.update</c>.</summary>
    public RealtimeError? Update(JsonObject? patch)
    {
        if (Config.Update(patch) is { } error)
        {
            return error;
        }

        if (Options.ForcedSession is { } forced)
        {
            Config.Force((JsonObject)JsonNode.Parse(forced)!);
        }

        Emit(new() { ["type"] = "session.updated", ["session"] = Config.Session.DeepClone() });
        return null;
    }

    /// <summary><c>input_audio_buffer.append</c>: no answer.</summary>
    public void Append(ReadOnlySpan<byte> audio)
    {
        Options.Arrivals?.Add(audio);
        if (_heard.Count < MostHeard)
        {
            _heard.AddRange(audio);
        }

        foreach (var edge in _audio.Add(audio, DetectsTurns ? Config.Silence : null))
        {
            if (edge.Started)
            {
                _speechItem = NewId("item");
                Emit(new()
                {
                    ["type"] = "input_audio_buffer.speech_started",
                    ["audio_start_ms"] = (long)edge.At.TotalMilliseconds,
                    ["item_id"] = _speechItem,
                });
                if (Config.InterruptsResponses)
                {
                    _active?.Cancel("turn_detected");
                }
            }
            else
            {
                Emit(new()
                {
                    ["type"] = "input_audio_buffer.speech_stopped",
                    ["audio_end_ms"] = (long)edge.At.TotalMilliseconds,
                    ["item_id"] = _speechItem,
                });
                CommitAudio(_speechItem ?? NewId("item"));
            }
        }
    }

    /// <summary><c>input_audio_buffer.commit</c>.</summary>
    public RealtimeError? Commit()
    {
        if (_audio.Buffered < UserAudio.LeastCommit)
        {
            return new(
                "input_audio_buffer_commit_empty",
                $"Buffer too small. Expected at least 100ms of audio, but it only has {_audio.Buffered / 48}ms.");
        }

        CommitAudio(NewId("item"));
        return null;
    }

    /// <summary><c>input_audio_buffer.clear</c>.</summary>
    public void Clear()
    {
        _audio.Clear();
        Emit(new() { ["type"] = "input_audio_buffer.cleared" });
    }

    /// <summary><c>conversation.item.create</c>.</summary>
    public RealtimeError? Create(JsonObject e)
    {
        var previous = Items.LastId;
        if (Items.Create(e, out var item) is { } error)
        {
            return error;
        }

        Emit(new() { ["type"] = "conversation.item.added", ["previous_item_id"] = previous, ["item"] = item!.ToJson() });
        Emit(new() { ["type"] = "conversation.item.done", ["previous_item_id"] = previous, ["item"] = item.ToJson() });
        if (Options.AnswersTextItself && item.Role == "user")
        {
            Respond(null);
        }

        return null;
    }

    /// <summary><c>response.create</c>, or the server's own.</summary>
    public RealtimeError? Respond(JsonObject? response)
    {
        if (_active is { } active)
        {
            return new("conversation_already_has_active_response", $"Conversation already has an active response: {active.Id}.");
        }

        var run = new ResponseRun(this, _model.Plan(response, Items), _faults.TryDequeue(out var fault) ? fault : null);
        _active = run;
        _runs.Add(Task.Run(async () =>
        {
            using (run)
            {
                await run.RunAsync(_stop.Token);
            }
        }));
        return null;
    }

    /// <summary><c>response.cancel</c>.</summary>
    public RealtimeError? Cancel(string? responseId)
    {
        if (_active is not { } active || (responseId is not null && responseId != active.Id))
        {
            return new("response_cancel_not_active", "Cancellation failed: no active response found.");
        }

        active.Cancel("client_cancelled");
        return null;
    }

    /// <summary>A response sent its last.</summary>
    public void OnResponseOver()
    {
        _active = null;
        _transcriber.Flush();
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

    private void CommitAudio(string itemId)
    {
        var item = new ConversationItem { Id = itemId, Type = "message", Role = "user", IsAudio = true, AudioBytes = _audio.Take() };
        Emit(new() { ["type"] = "input_audio_buffer.committed", ["previous_item_id"] = Items.LastId, ["item_id"] = itemId });
        Items.Add(item);
        Emit(new() { ["type"] = "conversation.item.added", ["item"] = item.ToJson() });
        Emit(new() { ["type"] = "conversation.item.done", ["item"] = item.ToJson() });
        _transcriber.Hear(item, Config.Transcribes);

        if (!DetectsTurns || !Config.CreatesResponses)
        {
            _transcriber.Flush();
        }
        else if (Respond(null) is { } error)
        {
            Emit(error.ToEvent(null));
        }
    }
}
