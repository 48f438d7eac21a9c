using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Vault;

/// <summary>Writes a secret's value, into a box only.</summary>
public sealed class SecretConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? string.Empty);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Reveal());
}
