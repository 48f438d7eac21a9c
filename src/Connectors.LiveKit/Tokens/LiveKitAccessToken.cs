using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Connectors.LiveKit.Tokens;

/// <summary>Makes access tokens of a LiveKit project: JWTs signed with HS256 by the project's API secret.</summary>
/// <param name="apiKey">The project's API key; goes into the token as <c>iss</c>.</param>
/// <param name="apiSecret">The project's API secret.</param>
/// <param name="time">The clock.</param>
public sealed class LiveKitAccessToken(string apiKey, Secret apiSecret, TimeProvider time)
{
    /// <summary>Clocks of two machines differ: a token is valid from this long before it was made.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    // {"alg":"HS256","typ":"JWT"}
    private const string Header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

    /// <summary>Makes a token.</summary>
    /// <param name="identity">Identity of the participant, unique in its room: a later one with the same identity evicts it.</param>
    /// <param name="grants">What it may do.</param>
    /// <param name="lifetime">How long it can be used to join; a participant that is in the room stays. Negative: it has expired.</param>
    /// <param name="details">Name, kind and the like; null for none.</param>
    public string Mint(string identity, LiveKitGrants grants, TimeSpan lifetime, LiveKitParticipantDetails? details = null)
    {
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload))
        {
            Write(json, identity, grants, lifetime, details ?? new());
        }

        var signed = $"{Header}.{Base64Url.EncodeToString(payload.WrittenSpan)}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(apiSecret.Reveal()), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private void Write(Utf8JsonWriter json, string identity, LiveKitGrants grants, TimeSpan lifetime, LiveKitParticipantDetails details)
    {
        var now = time.GetUtcNow();
        json.WriteStartObject();
        json.WriteString("iss"u8, apiKey);
        json.WriteString("sub"u8, identity);
        json.WriteNumber("nbf"u8, (now - ClockTolerance).ToUnixTimeSeconds());
        json.WriteNumber("exp"u8, (now + lifetime).ToUnixTimeSeconds());
        WriteIfSet(json, "name", details.Name);
        WriteIfSet(json, "kind", details.Kind);
        WriteIfSet(json, "metadata", details.Metadata);
        if (details.Attributes.Count > 0)
        {
            json.WriteStartObject("attributes"u8);
            foreach (var (name, value) in details.Attributes)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteStartObject("video"u8);
        json.WriteString("room"u8, grants.Room);
        json.WriteBoolean("roomJoin"u8, grants.RoomJoin);
        WriteIfSet(json, "canPublish", grants.CanPublish);
        WriteSources(json, grants.CanPublishSources);
        WriteIfSet(json, "canSubscribe", grants.CanSubscribe);
        WriteIfSet(json, "canPublishData", grants.CanPublishData);
        WriteIfSet(json, "canUpdateOwnMetadata", grants.CanUpdateOwnMetadata);
        WriteIfSet(json, "hidden", grants.Hidden);
        WriteIfSet(json, "roomAdmin", grants.RoomAdmin);
        WriteIfSet(json, "roomList", grants.RoomList);
        WriteIfSet(json, "roomCreate", grants.RoomCreate);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSources(Utf8JsonWriter json, IReadOnlyList<string>? sources)
    {
        if (sources is null)
        {
            return;
        }

        json.WriteStartArray("canPublishSources"u8);
        foreach (var source in sources)
        {
            json.WriteStringValue(source);
        }

        json.WriteEndArray();
    }

    private static void WriteIfSet(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteIfSet(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
    }
}
