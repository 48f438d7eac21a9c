using System.Text.Json.Nodes;

namespace Connectors.Sandbox.OpenAI;

/// <summary>An item of a conversation, as far as the stand-in remembers it.</summary>
internal sealed class ConversationItem
{
    /// <summary>24 kHz, 16 bit.</summary>
    public const int BytesPerMillisecond = 48;

    public required string Id { get; init; }

    /// <summary>message, function_call or function_call_output.</summary>
    public required string Type { get; init; }

    /// <summary>user, assistant or system; null for calls.</summary>
    public string? Role { get; init; }

    /// <summary>Text of the message, transcript of its audio, or null where truncation took it away.</summary>
    public string? Text { get; set; }

    /// <summary>Audio of an assistant, in bytes; 0 for texts.</summary>
    public long AudioBytes { get; set; }

    /// <summary>Whether it consists of audio.</summary>
    public bool IsAudio { get; init; }

    public string Status { get; set; } = "completed";

    public string? CallId { get; init; }

    public string? Name { get; init; }

    /// <summary>Arguments of a call, or its output.</summary>
    public string? Payload { get; init; }

    public long AudioMs => AudioBytes / BytesPerMillisecond;

    /// <summary>What the model remembers of it, for assertions: <c>user: Hello</c>, <c>assistant: [1200 ms]</c>.</summary>
    public string Memory => Type == "message" ? $"{Role}: {Text ?? $"[{AudioMs} ms]"}" : $"{Type}: {Name ?? CallId} {Payload}";

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["id"] = Id, ["object"] = "realtime.item", ["type"] = Type, ["status"] = Status };
        switch (Type)
        {
            case "message":
                json["role"] = Role;
                json["content"] = new JsonArray(Content());
                break;
            case "function_call":
                json["call_id"] = CallId;
                json["name"] = Name;
                json["arguments"] = Payload;
                break;
            default:
                json["call_id"] = CallId;
                json["output"] = Payload;
                break;
        }

        return json;
    }

    private JsonObject Content() => (Role, IsAudio) switch
    {
        ("assistant", true) => new() { ["type"] = "output_audio", ["transcript"] = Text },
        ("assistant", false) => new() { ["type"] = "output_text", ["text"] = Text },
        (_, true) => new() { ["type"] = "input_audio", ["transcript"] = Text },
        _ => new() { ["type"] = "input_text", ["text"] = Text },
    };
}
