using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Core.Vault;

namespace Connectors.Server.LiveAvatarApi.Access;

/// <summary>
/// Makes and checks the tokens of sessions: JWTs (RFC 7519) signed with HMAC-SHA-256. The web SDK looks into the payload for
/// <c>start_session_data</c> and never at the signature; we look at nothing before the signature.
/// </summary>
/// <param name="keys">Keys of the signatures.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionTokens(IDerivedKeys keys, TimeProvider time)
{
    private const string Purpose = "session-token";
    private const string Algorithm = "HS256";
    private const int MostCharacters = 8_192;

    /// <summary>Makes a token.</summary>
    /// <param name="claims">What it says.</param>
    /// <param name="startSessionData">What the page may know of the session; everyone who has the token can read it.</param>
    public string Sign(SessionTokenClaims claims, JsonObject startSessionData)
    {
        var key = keys.Current(Purpose);
        var header = new JsonObject { ["alg"] = Algorithm, ["typ"] = "JWT", ["kid"] = key.Id };
        var payload = new JsonObject
        {
            ["session_id"] = claims.SessionId,
            ["tenant_id"] = claims.TenantId,
            ["key_id"] = claims.KeyId,
            ["iat"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = claims.ExpiresAt.ToUnixTimeSeconds(),
            ["start_session_data"] = startSessionData,
        };
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(Signature(text, key))}";
    }

    /// <summary>What a token of ours says, whether it has expired or not; null if it isn't ours or was changed.</summary>
    /// <param name="token">The token, as it came.</param>
    public SessionTokenClaims? Read(string token)
    {
        if (token.Length > MostCharacters || token.Split('.') is not [var header, var payload, var signature]
            || KeyOf(header) is not { } key || !IsSignature($"{header}.{payload}", signature, key))
        {
            return null;
        }

        return Parse(payload) is { } claims && Text(claims, "session_id") is { } session && Text(claims, "tenant_id") is { } tenant
            && Text(claims, "key_id") is { } by && claims["exp"] is JsonValue value && value.TryGetValue<long>(out var expiry)
            ? new(session, tenant, by, DateTimeOffset.FromUnixTimeSeconds(expiry))
            : null;
    }

    private DerivedKey? KeyOf(string header) =>
        Parse(header) is { } json && Text(json, "alg") == Algorithm && Text(json, "kid") is { } id ? keys.Find(Purpose, id) : null;

    private static bool IsSignature(string text, string signature, DerivedKey key)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        return signature.Length == Base64Url.GetEncodedLength(given.Length)
            && Base64Url.TryDecodeFromChars(signature, given, out var written) && written == given.Length
            && CryptographicOperations.FixedTimeEquals(given, Signature(text, key));
    }

    private static byte[] Signature(string text, DerivedKey key) => HMACSHA256.HashData(key.Value.Span, Encoding.ASCII.GetBytes(text));

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject? Parse(string part)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject;
        }
        catch (Exception error) when (error is FormatException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject json, string name)
    {
        try
        {
            return json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // Members there twice, or half a surrogate pair: of a header, which isn't under the signature yet.
            return null;
        }
    }
}
