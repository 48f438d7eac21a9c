using System.Text.Json;

namespace Connectors.Server.Api.Contracts;

/// <summary>Plain values out of JSON.</summary>
internal static class JsonValues
{
    /// <summary>A text, number or boolean as such; anything else stays JSON, which whoever checks it refuses.</summary>
    public static object Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number => value.GetDouble(),
        _ => value,
    };
}
