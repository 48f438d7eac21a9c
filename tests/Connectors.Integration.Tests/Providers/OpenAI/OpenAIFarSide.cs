using System.Text.Json.Nodes;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Integration.Tests.Providers.OpenAI;

/// <summary>A realtime session, event by event, without its model.</summary>
internal sealed class OpenAIFarSide(RealtimeSocket socket) : FarSide
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private int _responses;

    private string ResponseId => $"resp_{_responses}";

    private string ItemId => $"item_{_responses}";

    public static JsonObject Audio(string responseId, string itemId, byte[] audio) => new()
    {
        ["type"] = "response.output_audio.delta",
        ["response_id"] = responseId,
        ["item_id"] = itemId,
        ["output_index"] = 0,
        ["content_index"] = 0,
        ["delta"] = Convert.ToBase64String(audio),
    };

    public override Task SendTextAsync(string message) => Do(() => socket.SendText(message));

    public override Task SendBinaryAsync(byte[] message) => Do(() => socket.SendBinary(message));

    public override Task SpeakAsync(params byte[][] pieces) => Do(() =>
    {
        Begin();
        foreach (var piece in pieces)
        {
            Send(Audio(ResponseId, ItemId, piece));
        }

        Send(About("response.output_audio.done"));
        End("completed");
    });

    public override Task BeginSpeakingAsync(byte[] piece) => Do(() =>
    {
        Begin();
        Send(Audio(ResponseId, ItemId, piece));
    });

    public override bool TellsBegin => true;

    public override Task BeginTurnAsync() => Do(Begin);

    public override Task TellAsync(string text) => Do(() =>
    {
        Send(About("response.output_audio_transcript.delta", "delta", text));
        Send(About("response.output_audio_transcript.done", "transcript", text));
    });

    public override Task SoundAsync(byte[] audio) => Do(() => Send(Audio(ResponseId, ItemId, audio)));

    public override Task EndTurnAsync() => Do(() =>
    {
        Send(About("response.output_audio.done"));
        End("completed");
    });

    public override Task InterruptAsync(byte[] late) => Do(() =>
    {
        Send(new() { ["type"] = "input_audio_buffer.speech_started", ["item_id"] = "item_user", ["audio_start_ms"] = 0 });
        Send(Audio(ResponseId, ItemId, late));
        End("cancelled");
        Send(Audio(ResponseId, ItemId, late));
        Send(new() { ["type"] = "input_audio_buffer.speech_stopped", ["item_id"] = "item_user", ["audio_end_ms"] = 500 });
    });

    public override Task CallToolAsync(string callId, string name, string argumentsJson) => Do(() =>
    {
        var item = new ConversationItem
        {
            Id = $"item_{callId}",
            Type = "function_call",
            CallId = callId,
            Name = name,
            Payload = argumentsJson,
        };
        lock (socket.Session.Sync)
        {
            socket.Session.Items.Add(item);
        }

        Begin();
        Send(new() { ["type"] = "response.output_item.done", ["response_id"] = ResponseId, ["item"] = item.ToJson() });
        End("completed");
    });

    public override async Task<(string Result, bool IsError)> ToolResultAsync(string callId)
    {
        var item = await ItemAsync(item => (string?)item["call_id"] == callId);
        var output = (string)item["output"]!;
        return (output, output.StartsWith("""{"error":""", StringComparison.Ordinal));
    }

    public override async Task<string> UserTextAsync() =>
        (string)(await ItemAsync(static item => (string?)item["role"] == "user"))["content"]![0]!["text"]!;

    public override async Task<byte[]> UserAudioAsync(int bytes)
    {
        await WaitAsync(() => socket.Session.Heard.Length >= bytes);
        return socket.Session.Heard;
    }

    public override Task HangUpAsync() => Do(() => socket.Close(1000, string.Empty));

    public override Task ExpireAsync() => Do(socket.Expire);

    public override Task CloseAsync(int status, string reason = "") => Do(() => socket.Close(status, reason));

    public override void Reset() => socket.Abort();

    public override void StopReading() => socket.StopReading();

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Limit, "It never came.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private void Begin()
    {
        _responses++;
        Send(new() { ["type"] = "response.created", ["response"] = new JsonObject { ["id"] = ResponseId } });
    }

    private void End(string status) => Send(new()
    {
        ["type"] = "response.done",
        ["response"] = new JsonObject { ["id"] = ResponseId, ["status"] = status, ["output"] = new JsonArray() },
    });

    private JsonObject About(string type, string? member = null, string? value = null)
    {
        var e = new JsonObject { ["type"] = type, ["response_id"] = ResponseId, ["item_id"] = ItemId, ["content_index"] = 0 };
        if (member is not null)
        {
            e[member] = value;
        }

        return e;
    }

    private void Send(JsonObject e) => socket.Session.Emit(e);

    private async Task<JsonObject> ItemAsync(Func<JsonObject, bool> fits)
    {
        JsonObject? found = null;
        await WaitAsync(() =>
        {
            found = socket.Session.Received.Select(static e => e["item"]).OfType<JsonObject>().FirstOrDefault(fits);
            return found is not null;
        });
        return found!;
    }
}
