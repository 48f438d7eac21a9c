using System.Text.Json;

namespace Connectors.LiveAvatar.Rest;

/// <summary>Reads JSON members of which nothing is promised: a missing one and one of the wrong type are both null.</summary>
internal static class ApiElements
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }

    public static long? Number(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number) && Math.Abs(number) < 1e15
            ? (long)number
            : null;
    }
}
