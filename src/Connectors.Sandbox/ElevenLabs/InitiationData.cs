using System.Text.Json;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The client's first message, checked as strictly as the real service does.</summary>
/// <param name="FirstMessage">The greeting it wants: null is the agent's own, empty is none.</param>
/// <param name="ForbiddenOverride">The first override that isn't allowed, or null.</param>
/// <param name="MissingVariables">Required variables that it doesn't give.</param>
internal sealed record InitiationData(string? FirstMessage, string? ForbiddenOverride, IReadOnlyList<string> MissingVariables)
{
    private const string Type = "conversation_initiation_client_data";

    public static InitiationData? Read(JsonElement message, ElevenLabsBehaviour behaviour, out Refusal? refusal)
    {
        refusal = null;
        if (!message.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !type.ValueEquals(Type))
        {
            refusal = Refusal.InvalidMessage($"expected {Type} first");
            return null;
        }

        var given = new HashSet<string>();
        if (message.TryGetProperty("dynamic_variables", out var variables))
        {
            if (variables.ValueKind != JsonValueKind.Object || variables.EnumerateObject().Any(variable => !IsPlain(variable.Value)))
            {
                refusal = Refusal.InvalidMessage("dynamic_variables must be texts, numbers or booleans");
                return null;
            }

            given = [.. variables.EnumerateObject().Select(variable => variable.Name)];
        }

        string? firstMessage = null, forbidden = null;
        if (message.TryGetProperty("conversation_config_override", out var overrides))
        {
            foreach (var (path, value) in Leaves(overrides, string.Empty))
            {
                forbidden ??= behaviour.Overrides.Contains(path) ? null : path;
                firstMessage = path == "agent.first_message" ? value.GetString() : firstMessage;
            }
        }

        return new(firstMessage, forbidden, [.. behaviour.RequiredVariables.Except(given).Except(behaviour.Placeholders)]);
    }

    private static bool IsPlain(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static IEnumerable<(string Path, JsonElement Value)> Leaves(JsonElement node, string path) =>
        node.ValueKind == JsonValueKind.Object
            ? node.EnumerateObject().SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}"))
            : [(path, node)];
}
