using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar;

/// <summary>Tokens of three dotted parts, signed with HMAC-SHA-256.</summary>
internal static class Jwt
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public static string Sign(JsonObject payload, ReadOnlySpan<byte> key)
    {
        var text = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
    }

    /// <summary>The payload of a token that this key signed, or null.</summary>
    public static JsonObject? Verify(string token, ReadOnlySpan<byte> key)
    {
        var dot = token.LastIndexOf('.');
        if (dot < 0 || Read(token) is not { } payload)
        {
            return null;
        }

        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(token[..dot]));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(signature)), Encoding.UTF8.GetBytes(token[(dot + 1)..])) ? payload : null;
    }

    /// <summary>The payload, whoever signed it; null if there is none to read.</summary>
    public static JsonObject? Read(string token)
    {
        var parts = token.Split('.');
        try
        {
            return parts.Length < 2 ? null : JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }
}
