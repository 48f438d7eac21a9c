using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Core.Tools;

/// <summary>Writes a tool call as it is posted, in the form that webhooks have.</summary>
internal static class ToolMessage
{
    /// <summary>Longest arguments, in UTF-8 bytes.</summary>
    public const int LongestArguments = 256 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Reads the agent's arguments; false: they are no JSON object.</summary>
    public static bool TryReadArguments(string json, [NotNullWhen(true)] out JsonDocument? arguments)
    {
        arguments = null;
        try
        {
            arguments = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return false;
        }

        if (arguments.RootElement.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        arguments.Dispose();
        arguments = null;
        return false;
    }

    public static byte[] Write(ToolRequest request, JsonElement arguments, DateTimeOffset at)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "tool.call"u8);
            writer.WriteString("timestamp"u8, at);
            writer.WriteStartObject("data"u8);
            writer.WriteString("session_id"u8, request.Session.Id);
            writer.WriteString("voice_agent_id"u8, request.Tools.VoiceAgentId);
            writer.WriteString("tool_call_id"u8, request.Call.CallId);
            writer.WriteString("tool_name"u8, request.Call.Name);
            writer.WritePropertyName("parameters"u8);
            arguments.WriteTo(writer);
            WriteMetadata(writer, request.Session.Details?.Metadata);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        writer.WriteStartObject("metadata"u8);
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>())
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }
}
