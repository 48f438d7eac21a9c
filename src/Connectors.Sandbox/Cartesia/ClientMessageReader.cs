using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.Cartesia;

/// <summary>Reads the client's messages and lets the call act on them. What breaks the protocol ends the call.</summary>
/// <param name="session">The call.</param>
internal sealed class ClientMessageReader(CallSession session)
{
    private static readonly string[] Formats = ["mulaw_8000", "pcm_16000", "pcm_24000", "pcm_44100"];

    /// <summary>Takes one message.</summary>
    /// <returns>What is wrong, or null.</returns>
    public CallClose? Read(ReadOnlySpan<byte> text)
    {
        if (Parse(text) is not { } message)
        {
            return CallClose.Breach("message is no JSON object");
        }

        lock (session.Sync)
        {
            var name = Text(message, "event");
            if (name != "media_input")
            {
                session.Note(message);
            }

            return name == "start" ? ReadStart(message)
                : session.Start is null ? CallClose.Breach("start must be the first event")
                : Text(message, "stream_id") != session.StreamId ? CallClose.Breach("unknown stream_id")
                : Apply(name, message);
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

    private CallClose? ReadStart(JsonObject message)
    {
        if (session.Start is not null)
        {
            return CallClose.Breach("the call has begun");
        }

        foreach (var (name, value) in message)
        {
            if (name is not ("event" or "stream_id" or "config" or "agent" or "metadata")
                || (name is "config" or "agent" or "metadata" && value is not JsonObject))
            {
                return CallClose.Breach($"invalid {name}");
            }
        }

        var format = Text(message["config"], "input_format");
        if (format is not null && !Formats.Contains(format))
        {
            return CallClose.Breach("unknown input_format");
        }

        return session.Begin(message, Text(message, "stream_id"), format ?? "pcm_44100", Text(message["agent"], "introduction"));
    }

    private CallClose? Apply(string? name, JsonObject message)
    {
        switch (name)
        {
            case "media_input":
                return Text(message["media"], "payload") is { } payload && session.TryHear(payload)
                    ? null
                    : CallClose.Breach("media.payload is no base64");
            case "dtmf":
                return Text(message, "dtmf") is { Length: 1 } digit && "0123456789*#".Contains(digit, StringComparison.Ordinal)
                    ? null
                    : CallClose.Breach("invalid dtmf");
            case "custom":
                if (message["metadata"] is not JsonObject metadata)
                {
                    return CallClose.Breach("metadata is no object");
                }

                // The agent of the script says back what it is told.
                session.Emit("custom", new() { ["metadata"] = new JsonObject { ["echo"] = metadata.DeepClone() } });
                return null;
            default:
                return CallClose.Breach("unknown event");
        }
    }
}
