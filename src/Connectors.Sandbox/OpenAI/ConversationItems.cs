using System.Text.Json.Nodes;

namespace Connectors.Sandbox.OpenAI;

/// <summary>The items of a conversation in order, and the rules by which a client changes them.</summary>
/// <param name="newId">Makes ids.</param>
internal sealed class ConversationItems(Func<string, string> newId)
{
    private readonly List<ConversationItem> _items = [];

    /// <summary>What the model remembers, in order.</summary>
    public IReadOnlyList<string> Memory => [.. _items.Select(item => item.Memory)];

    public bool HasUserTurn => _items.Exists(item => item.Role == "user");

    public string? LastId => _items.Count == 0 ? null : _items[^1].Id;

    public void Add(ConversationItem item) => _items.Add(item);

    public ConversationItem? Find(string? id) => _items.Find(item => item.Id == id);

    /// <summary>The newest output of a call.</summary>
    public string? OutputOf(string callId) =>
        _items.FindLast(item => item.Type == "function_call_output" && item.CallId == callId)?.Payload;

    /// <summary><c>conversation.item.create</c>.</summary>
    /// <param name="e">The client's event.</param>
    /// <param name="created">The item.</param>
    /// <returns>What is wrong, or null.</returns>
    public RealtimeError? Create(JsonObject e, out ConversationItem? created)
    {
        created = null;
        if (e["item"] is not JsonObject json)
        {
            return RealtimeError.Missing("item");
        }

        var error = Text(json, "type") switch
        {
            "message" => ReadMessage(json, out created),
            "function_call_output" => ReadOutput(json, out created),
            null => RealtimeError.Missing("item.type"),
            _ => RealtimeError.Invalid("item.type"),
        };
        return error ?? Insert(created!, Text(e, "previous_item_id"));
    }

    /// <summary><c>conversation.item.delete</c>.</summary>
    public RealtimeError? Delete(string? id) => _items.RemoveAll(item => item.Id == id) > 0
        ? null
        : new("item_delete_invalid_item_id", "The item to delete does not exist.", "item_id");

    /// <summary><c>conversation.item.truncate</c>: shortens the audio and takes the transcript away.</summary>
    public RealtimeError? Truncate(JsonObject e)
    {
        if (e["audio_end_ms"] is not JsonValue value || !value.TryGetValue<long>(out var end) || end < 0)
        {
            return new("invalid_type", "Invalid type for 'audio_end_ms': expected an integer.", "audio_end_ms");
        }

        if (Find(Text(e, "item_id")) is not { } item)
        {
            return new("item_truncate_invalid_item_id", "The item to truncate does not exist.", "item_id");
        }

        if (item is not { Role: "assistant", IsAudio: true } || item.AudioBytes == 0)
        {
            return new("invalid_value", "Only model output audio messages can be truncated.", "item_id");
        }

        if (end > item.AudioMs)
        {
            return new("invalid_value", $"Audio content of {item.AudioMs}ms is already shorter than {end}ms", "audio_end_ms");
        }

        item.AudioBytes = end * ConversationItem.BytesPerMillisecond;
        item.Text = null;
        return null;
    }

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private RealtimeError? ReadMessage(JsonObject json, out ConversationItem? item)
    {
        item = null;
        var role = Text(json, "role");
        if (role is not ("user" or "assistant" or "system"))
        {
            return RealtimeError.Invalid("item.role");
        }

        if (json["content"] is not JsonArray { Count: > 0 } content || content[0] is not JsonObject part)
        {
            return RealtimeError.Missing("item.content");
        }

        if (Text(part, "type") != (role == "assistant" ? "output_text" : "input_text"))
        {
            return RealtimeError.Invalid("item.content[0].type");
        }

        if (Text(part, "text") is not { } text)
        {
            return RealtimeError.Missing("item.content[0].text");
        }

        item = new() { Id = Text(json, "id") ?? newId("item"), Type = "message", Role = role, Text = text };
        return item.Id.Length > 32 ? new("string_above_max_length", "Expected at most 32 characters.", "item.id") : null;
    }

    private RealtimeError? ReadOutput(JsonObject json, out ConversationItem? item)
    {
        item = null;
        var callId = Text(json, "call_id");
        if (!_items.Exists(known => known.Type == "function_call" && known.CallId == callId))
        {
            return new("invalid_tool_call_id", "Tool call ID not found in conversation.", "item.call_id");
        }

        if (Text(json, "output") is not { } output)
        {
            return RealtimeError.Missing("item.output");
        }

        item = new() { Id = Text(json, "id") ?? newId("item"), Type = "function_call_output", CallId = callId, Payload = output };
        return null;
    }

    private RealtimeError? Insert(ConversationItem item, string? previous)
    {
        if (Find(item.Id) is not null)
        {
            return new("item_create_duplicate_id", "An item with this id exists already.", "item.id");
        }

        var index = previous switch
        {
            null => _items.Count,
            "root" => 0,
            _ => _items.FindIndex(known => known.Id == previous) + 1,
        };
        if (index == 0 && previous is not (null or "root"))
        {
            return new("invalid_value", "The previous item does not exist.", "previous_item_id");
        }

        _items.Insert(index, item);
        return null;
    }
}
