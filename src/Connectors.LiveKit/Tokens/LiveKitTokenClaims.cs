using System.Buffers.Text;
using System.Text.Json;

namespace Connectors.LiveKit.Tokens;

/// <summary>
/// What a LiveKit access token says, read without checking its signature (only its server can): enough to know before
/// joining what it will not allow. A grant that isn't there is null, which the server takes as allowed for the four
/// <c>can…</c> grants.
/// </summary>
/// <param name="Identity">Identity of the participant to be.</param>
/// <param name="Room">Name of the room, or null for any.</param>
/// <param name="ExpiresAt">When it expires, or null if never.</param>
/// <param name="CanPublish">Whether tracks may be published.</param>
/// <param name="CanSubscribe">Whether tracks may be subscribed to.</param>
/// <param name="CanPublishData">Whether data may be sent.</param>
public sealed record LiveKitTokenClaims(
    string Identity, string? Room, DateTimeOffset? ExpiresAt, bool? CanPublish, bool? CanSubscribe, bool? CanPublishData)
{
    /// <summary>The room and the time only: identities are personal data.</summary>
    public override string ToString() => $"LiveKit token for room {Room ?? "(any)"}, expires {ExpiresAt:O}";

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>What it says, or null if it isn't a JWT with a JSON object in it.</returns>
    public static LiveKitTokenClaims? TryRead(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
        {
            return null;
        }

        try
        {
            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return payload.RootElement.ValueKind == JsonValueKind.Object ? Read(payload.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static LiveKitTokenClaims Read(JsonElement claims)
    {
        var video = claims.TryGetProperty("video", out var grants) && grants.ValueKind == JsonValueKind.Object ? grants : default;
        // Numbers beyond what a date can hold (a million years) are as good as never.
        var expires = claims.TryGetProperty("exp", out var exp) && exp.ValueKind == JsonValueKind.Number
            && exp.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : (DateTimeOffset?)null;
        return new(
            Text(claims, "sub") ?? string.Empty, Text(video, "room"), expires,
            Flag(video, "canPublish"), Flag(video, "canSubscribe"), Flag(video, "canPublishData"));
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool? Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;
}
