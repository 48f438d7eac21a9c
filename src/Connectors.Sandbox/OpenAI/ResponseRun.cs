using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>
/// Generates one response: faster than real time, in the order of the Realtime API's events, until it is done or cancelled.
/// Every step runs under the session's lock.
/// </summary>
/// <param name="session">Where it happens.</param>
/// <param name="plan">What it says.</param>
/// <param name="fault">How it ends if not well.</param>
internal sealed class ResponseRun(RealtimeSession session, ResponsePlan plan, (string Status, string Code)? fault) : IDisposable
{
    private static readonly AudioFormat Format = AudioFormat.Pcm16(24_000);

    private readonly CancellationTokenSource _cancel = new();
    private readonly JsonArray _output = [];
    private ConversationItem? _speaking;
    private int _outputIndex;
    private bool _isOver;

    public string Id { get; } = session.NewId("resp");

    /// <summary>Generates it; never throws for being cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, stop);
        try
        {
            await GenerateAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // What a cancelled response still sends was sent by whoever cancelled it.
        }
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>Cancels it. As with the real server some audio still comes, because it was on its way.</summary>
    /// <param name="reason"><c>turn_detected</c> or <c>client_cancelled</c>.</param>
    public void Cancel(string reason)
    {
        _isOver = true;
        var late = session.Options.LateDeltas;
        var item = _speaking;
        if (item is not null)
        {
            for (var i = 0; i < late - (late / 2); i++)
            {
                EmitAudio(item, new byte[Format.BytesPerSecond / 10]);
            }

            CloseItem(item, "incomplete");
        }

        EmitDone("cancelled", new JsonObject { ["type"] = "cancelled", ["reason"] = reason });
        for (var i = 0; item is not null && i < late / 2; i++)
        {
            EmitAudio(item, new byte[Format.BytesPerSecond / 10]);
        }

        _cancel.Cancel();
    }

    private async Task GenerateAsync(CancellationToken cancellationToken)
    {
        Step(() => session.Emit(new()
        {
            ["type"] = "response.created",
            ["response"] = ToJson("in_progress", null),
        }));
        if (fault is { Status: "failed" } failure)
        {
            Step(() => EmitDone("failed", new JsonObject
            {
                ["type"] = "failed",
                ["error"] = new JsonObject { ["type"] = "server_error", ["code"] = failure.Code, ["message"] = "It failed." },
            }));
            return;
        }

        await Task.Delay(plan.Delay, session.Time, cancellationToken);
        foreach (var part in plan.Parts)
        {
            if (part is ResponsePlan.Speech speech)
            {
                await SpeakAsync(speech, cancellationToken);
            }
            else if (part is ResponsePlan.Call call)
            {
                Step(() => Call(call));
            }
        }

        Step(() => EmitDone(
            fault is null ? "completed" : "incomplete",
            fault is { } cut ? new JsonObject { ["type"] = "incomplete", ["reason"] = cut.Code } : null));
    }

    private async Task SpeakAsync(ResponsePlan.Speech speech, CancellationToken cancellationToken)
    {
        var samples = await session.Options.Voice.SpeakAsync(speech.Reply, speech.Text, Format.SampleRate, cancellationToken);
        var item = new ConversationItem
        {
            Id = session.NewId("item"),
            Type = "message",
            Role = "assistant",
            Status = "in_progress",
            IsAudio = true,
            Text = string.Empty,
        };
        if (!Step(() => OpenItem(item)))
        {
            return;
        }

        var words = speech.Text.Split(' ');
        var spoken = 0;
        var sender = new BurstSender(session.Options.Pace, session.Time);
        await sender.SendAsync(SampleCoding.Encode(samples, Format), Format, piece =>
        {
            Step(() =>
            {
                EmitText(item, words, spoken, ++spoken);
                EmitAudio(item, piece.Span);
            });
            return Task.CompletedTask;
        }, cancellationToken);
        Step(() =>
        {
            EmitText(item, words, spoken, words.Length);
            CloseItem(item, "completed");
        });
    }

    private bool Step(Action step)
    {
        lock (session.Sync)
        {
            if (_isOver)
            {
                return false;
            }

            step();
            return true;
        }
    }

    private void OpenItem(ConversationItem item)
    {
        _speaking = item;
        session.Emit(About(item, "response.output_item.added", e => e["item"] = item.ToJson()));
        session.Emit(new() { ["type"] = "conversation.item.added", ["previous_item_id"] = session.Items.LastId, ["item"] = item.ToJson() });
        session.Items.Add(item);
        session.Emit(About(item, "response.content_part.added", e => e["part"] = new JsonObject { ["type"] = "audio" }));
    }

    private void EmitText(ConversationItem item, string[] words, int from, int to)
    {
        if (from >= words.Length)
        {
            return;
        }

        var delta = string.Join(' ', words[from..to]);
        delta = to < words.Length ? delta + " " : delta;
        item.Text += delta;
        if (delta.Length > 0)
        {
            session.Emit(About(item, "response.output_audio_transcript.delta", e => e["delta"] = delta));
        }
    }

    private void EmitAudio(ConversationItem item, ReadOnlySpan<byte> audio)
    {
        session.Config.HasSpoken = true;
        var delta = Convert.ToBase64String(audio);
        item.AudioBytes += _isOver && _speaking is null ? 0 : audio.Length;
        session.Emit(About(item, "response.output_audio.delta", e => e["delta"] = delta));
    }

    private void CloseItem(ConversationItem item, string status)
    {
        item.Status = status;
        session.Emit(About(item, "response.output_audio.done", static _ => { }));
        session.Emit(About(item, "response.output_audio_transcript.done", e => e["transcript"] = item.Text));
        session.Emit(About(item, "response.content_part.done", e => e["part"] = new JsonObject { ["type"] = "audio" }));
        CloseAny(item);
        _speaking = null;
    }

    private void CloseAny(ConversationItem item)
    {
        session.Emit(new() { ["type"] = "conversation.item.done", ["item"] = item.ToJson() });
        session.Emit(About(item, "response.output_item.done", e => e["item"] = item.ToJson()));
        _output.Add(item.ToJson());
        _outputIndex++;
    }

    private void Call(ResponsePlan.Call call)
    {
        var item = new ConversationItem
        {
            Id = session.NewId("item"),
            Type = "function_call",
            CallId = call.CallId,
            Name = call.Name,
            Payload = call.ArgumentsJson,
        };
        session.Items.Add(item);
        session.Emit(About(item, "response.output_item.added", e => e["item"] = item.ToJson()));
        session.Emit(About(item, "response.function_call_arguments.delta", e => e["delta"] = call.ArgumentsJson));
        session.Emit(About(item, "response.function_call_arguments.done", e =>
        {
            e["call_id"] = call.CallId;
            e["name"] = call.Name;
            e["arguments"] = call.ArgumentsJson;
        }));
        CloseAny(item);
    }

    private JsonObject About(ConversationItem item, string type, Action<JsonObject> complete)
    {
        var e = new JsonObject
        {
            ["type"] = type,
            ["response_id"] = Id,
            ["item_id"] = item.Id,
            ["output_index"] = _outputIndex,
            ["content_index"] = 0,
        };
        complete(e);
        return e;
    }

    private void EmitDone(string status, JsonObject? details)
    {
        _isOver = true;
        session.Emit(new() { ["type"] = "response.done", ["response"] = ToJson(status, details) });
        session.OnResponseOver();
    }

    private JsonObject ToJson(string status, JsonObject? details) => new()
    {
        ["object"] = "realtime.response",
        ["id"] = Id,
        ["status"] = status,
        ["status_details"] = details,
        ["output"] = _output.DeepClone(),
        ["usage"] = status == "in_progress" ? null : new JsonObject { ["input_tokens"] = 10, ["output_tokens"] = 20 },
    };
}
