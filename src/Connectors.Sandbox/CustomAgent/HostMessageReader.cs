using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>Reads the host's messages by the letter of docs/11-custom-agent.md; what isn't in there is a fault.</summary>
internal static class HostMessageReader
{
    private static readonly Member Text = new("text", JsonValueKind.String);

    private static readonly Dictionary<string, Member[]> Known = new(StringComparer.Ordinal)
    {
        ["hello"] =
        [
            new("version", JsonValueKind.Number), new("validate", JsonValueKind.True), new("input_rate", JsonValueKind.Number),
            new("output_rate", JsonValueKind.Number), new("greeting", JsonValueKind.Object),
            new("language", JsonValueKind.String, IsNeeded: false), new("variables", JsonValueKind.Object),
            new("history", JsonValueKind.Array), new("resume_token", JsonValueKind.String, IsNeeded: false),
            new("parameters", JsonValueKind.Object, IsNeeded: false),
        ],
        ["user_text"] = [Text],
        ["context"] = [Text, new("key", JsonValueKind.String, IsNeeded: false)],
        ["say"] = [Text],
        ["interrupt"] = [],
        ["user_activity"] = [],
        ["playout"] =
            [new("turn", JsonValueKind.Number), new("heard_ms", JsonValueKind.Number), new("outcome", JsonValueKind.String)],
        ["tool_result"] =
            [new("call_id", JsonValueKind.String), new("result", JsonValueKind.String), new("is_error", JsonValueKind.True)],
    };

    /// <summary>Reads a message.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="message">The message, read.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> utf8, out JsonObject message)
    {
        message = [];
        try
        {
            if (JsonNode.Parse(utf8) is not JsonObject read)
            {
                return "no JSON object";
            }

            message = read;
        }
        catch (JsonException)
        {
            return "no JSON";
        }

        var type = message["type"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : string.Empty;
        return type.StartsWith("x_", StringComparison.Ordinal) ? null
            : Known.TryGetValue(type, out var members) ? Fault(message, type, members)
            : "unknown type";
    }

    private static string? Fault(JsonObject message, string type, Member[] members)
    {
        if (message.FirstOrDefault(given => given.Key != "type" && !members.Any(member => member.Name == given.Key)).Key is { } unknown)
        {
            return $"{type} has no {unknown}";
        }

        return members.FirstOrDefault(member => !member.Fits(message[member.Name])) is { } wrong ? $"{type}: {wrong.Name} is wrong" : null;
    }

    private sealed record Member(string Name, JsonValueKind Kind, bool IsNeeded = true)
    {
        public bool Fits(JsonNode? value) => value is null
            ? !IsNeeded
            : value.GetValueKind() is var kind && (kind == Kind || (Kind == JsonValueKind.True && kind == JsonValueKind.False));
    }
}
