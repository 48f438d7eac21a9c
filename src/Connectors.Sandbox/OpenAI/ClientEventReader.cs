using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.OpenAI;

/// <summary>Reads the client's events and lets the session act on them; what is wrong is answered with an <c>error</c> event.</summary>
/// <param name="session">The session.</param>
internal sealed class ClientEventReader(RealtimeSession session)
{
    private const int LongestAudio = 15 * 1024 * 1024;

    public void Read(ReadOnlySpan<byte> message)
    {
        if (Parse(message) is not { } e)
        {
            session.Emit(new RealtimeError("invalid_json", "The message is not a JSON object.").ToEvent(null));
            return;
        }

        lock (session.Sync)
        {
            var type = Text(e, "type");
            if (type != "input_audio_buffer.append")
            {
                session.Note(e);
            }

            if (Apply(type, e) is { } error)
            {
                session.Emit(error.ToEvent(Text(e, "event_id")));
            }
        }
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonNode.Parse(message) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private RealtimeError? Apply(string? type, JsonObject e)
    {
        switch (type)
        {
            case "session.update":
                return session.Update(e["session"] as JsonObject);
            case "input_audio_buffer.append":
                return Append(Text(e, "audio"));
            case "input_audio_buffer.commit":
                return session.Commit();
            case "input_audio_buffer.clear":
                session.Clear();
                return null;
            case "conversation.item.create":
                return session.Create(e);
            case "conversation.item.retrieve":
                return Retrieve(Text(e, "item_id"));
            case "conversation.item.delete":
                return session.Items.Delete(Text(e, "item_id")) ?? Confirm("conversation.item.deleted", e, "item_id");
            case "conversation.item.truncate":
                return session.Items.Truncate(e) ?? Confirm("conversation.item.truncated", e, "item_id", "content_index", "audio_end_ms");
            case "response.create":
                return session.Respond(e["response"] as JsonObject);
            case "response.cancel":
                return session.Cancel(Text(e, "response_id"));
            case null:
                return RealtimeError.Missing("type");
            default:
                return RealtimeError.Invalid("type");
        }
    }

    private RealtimeError? Append(string? base64)
    {
        if (base64 is null)
        {
            return RealtimeError.Missing("audio");
        }

        var audio = new byte[base64.Length];
        if (base64.Length > LongestAudio || !Convert.TryFromBase64String(base64, audio, out var length))
        {
            return RealtimeError.Invalid("audio");
        }

        session.Append(audio.AsSpan(0, length));
        return null;
    }

    private RealtimeError? Retrieve(string? id)
    {
        if (session.Items.Find(id) is not { } item)
        {
            return new("item_retrieve_invalid_item_id", "The item to retrieve does not exist.", "item_id");
        }

        session.Emit(new() { ["type"] = "conversation.item.retrieved", ["item"] = item.ToJson() });
        return null;
    }

    private RealtimeError? Confirm(string type, JsonObject e, params ReadOnlySpan<string> members)
    {
        var answer = new JsonObject { ["type"] = type };
        foreach (var member in members)
        {
            answer[member] = e[member]?.DeepClone();
        }

        session.Emit(answer);
        return null;
    }
}
