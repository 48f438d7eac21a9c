using System.Globalization;
using System.Text.Json;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>Reads members that may be missing or of another type than documented.</summary>
internal static class Json
{
    private const long HighestId = 1L << 53;

    extension(JsonElement element)
    {
        /// <summary>The member as an object, or an undefined element.</summary>
        public JsonElement Part(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

        /// <summary>The member as text, or null.</summary>
        public string? Text(string name) => element.Part(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

        /// <summary>The member as true or false, or null.</summary>
        public bool? Flag(string name) => element.Part(name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

        /// <summary>The member as an event id: a number or a numeric text of plausible size, or null.</summary>
        public long? Id(string name)
        {
            var value = element.Part(name);
            long id = 0;
            var isNumber = value.ValueKind switch
            {
                JsonValueKind.Number => value.TryGetInt64(out id),
                JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out id),
                _ => false,
            };
            return isNumber && id is >= 0 and <= HighestId ? id : null;
        }
    }
}
