using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>Reads the client's events and lets the conversation act on them, as strictly as Cartesia's AsyncAPI of 2026-08-14.</summary>
/// <param name="session">The conversation.</param>
internal sealed partial class ClientEventReader(ManagedSession session)
{
    private const int LargestEvent = 32 * 1024;
    private const int LongestCallId = 256;

    private static readonly string[] Formats = ["mulaw_8000", "pcm_16000", "pcm_24000", "pcm_44100"];
    private static readonly string[] Deliveries = ["speaking_pace", "as_available"];

    /// <summary>Takes one event.</summary>
    /// <returns>What is wrong, or null.</returns>
    public ManagedFault? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > LargestEvent)
        {
            return ManagedFault.TooLarge;
        }

        if (Parse(text) is not { } message)
        {
            return ManagedFault.Breach("event is no JSON object");
        }

        lock (session.Sync)
        {
            var type = Text(message, "type");
            if (type != "audio_input")
            {
                session.Note(message);
            }

            return session.Create is null
                ? type == "session_create" ? ReadCreate(message) : ManagedFault.Breach("session_create must be the first event")
                : Apply(type, message);
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

    private static string? Text(JsonNode? json, string name) =>
        json is JsonObject parent && parent[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool IsUnknown(JsonObject json, params ReadOnlySpan<string> known)
    {
        foreach (var (name, _) in json)
        {
            if (!known.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsValue(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    [GeneratedRegex("^(?!system__|secret__)[A-Za-z0-9_]{1,64}$")]
    private static partial Regex Variable();

    private ManagedFault? ReadCreate(JsonObject message)
    {
        if (message["audio"] is not JsonObject audio || IsUnknown(message, "type", "audio", "dynamic_variables")
            || IsUnknown(audio, "input_format", "output_delivery"))
        {
            return ManagedFault.Breach("session_create has unknown fields, or no audio");
        }

        var format = Text(audio, "input_format");
        var delivery = audio.ContainsKey("output_delivery") ? Text(audio, "output_delivery") : Deliveries[0];
        if (format is null || !Formats.Contains(format))
        {
            return ManagedFault.Breach("audio.input_format is not supported");
        }

        if (delivery is null || !Deliveries.Contains(delivery))
        {
            return ManagedFault.Breach("audio.output_delivery is not supported");
        }

        if (delivery == "as_available" && session.Switches.HasBackgroundSound)
        {
            return ManagedFault.Breach("as_available is not supported with a background sound");
        }

        var variables = message["dynamic_variables"] ?? new JsonObject();
        return variables is not JsonObject { Count: <= 64 } values
            || values.Any(static pair => !Variable().IsMatch(pair.Key) || !IsValue(pair.Value))
                ? ManagedFault.Breach("dynamic_variables are invalid", "invalid_dynamic_variables")
                : session.Begin(message, format, delivery, values);
    }

    private ManagedFault? Apply(string? type, JsonObject message) => type switch
    {
        "audio_input" => Text(message, "audio") is { } audio && session.TryHear(audio)
            ? null
            : ManagedFault.Ignored("audio_input.audio is no base64"),
        "dtmf_input" => Text(message, "digit") is { Length: 1 } digit && "0123456789*#".Contains(digit, StringComparison.Ordinal)
            ? null
            : ManagedFault.Ignored("dtmf_input must be one of 0-9, * or #"),
        "client_tool_result" => ReadResult(message),
        _ => ManagedFault.Ignored("unknown event"),
    };

    private ManagedFault? ReadResult(JsonObject message)
    {
        var isError = message["is_error"];
        if (Text(message, "tool_call_id") is not { Length: <= LongestCallId } id || Text(message, "result") is not { } result
            || (isError is not null && isError.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)))
        {
            return ManagedFault.Ignored("client_tool_result is invalid");
        }

        session.Take(id, Encoding.UTF8.GetByteCount(result) > 4_096 ? "result_too_large" : result);
        return null;
    }
}
