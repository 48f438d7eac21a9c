using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Tenancy;

/// <summary>Writes secrets in the clear: for bodies that are sealed, and for nothing else.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? string.Empty);

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Reveal());
}
