using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>Writes an event's place and time into the event's own object.</summary>
internal sealed class SessionEventEntryConverter : JsonConverter<SessionEventEntry>
{
    public override SessionEventEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("sequence", out var sequence) && sequence.TryGetInt64(out var place)
            && root.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var time)
            && root.Deserialize(KeepingTypes.All.SessionEvent) is { } content
            ? new(place, time, content)
            : throw new JsonException("An event is an object with type, sequence and at.");
    }

    public override void Write(Utf8JsonWriter writer, SessionEventEntry value, JsonSerializerOptions options)
    {
        // {"type":"…",…} becomes {"sequence":…,"at":"…","type":"…",…}
        var content = JsonSerializer.SerializeToUtf8Bytes(value.Event, KeepingTypes.All.SessionEvent);
        var head = string.Create(
            CultureInfo.InvariantCulture, $"{{\"sequence\":{value.Sequence},\"at\":\"{value.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\",");
        writer.WriteRawValue([.. Encoding.ASCII.GetBytes(head), .. content.AsSpan(1)], skipInputValidation: true);
    }
}
