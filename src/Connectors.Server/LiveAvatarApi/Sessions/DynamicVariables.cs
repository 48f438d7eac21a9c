using System.Text.Json;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>Values for placeholders of an agent's prompt.</summary>
internal static class DynamicVariables
{
    /// <summary>Reads checked JSON: texts, numbers and booleans.</summary>
    /// <param name="json">An object.</param>
    public static IReadOnlyDictionary<string, object> Read(JsonElement json) =>
        json.EnumerateObject().ToDictionary(entry => entry.Name, entry => ValueOf(entry.Value), StringComparer.Ordinal);

    private static object ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        _ => value.GetBoolean(),
    };
}
