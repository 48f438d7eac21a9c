using System.Text.Json;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>A REST error: <c>{"detail": {"status", "message"}}</c>; with 422 the detail is a list.</summary>
/// <param name="Detail">Object, list or text.</param>
internal sealed record ErrorDocument(JsonElement? Detail)
{
    /// <summary>The code inside, or null.</summary>
    public string? Status => Detail is { ValueKind: JsonValueKind.Object } detail
        && detail.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String ? status.GetString() : null;

    public override string ToString() => nameof(ErrorDocument);
}
