using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Connectors.Core.Rooms;

/// <summary>
/// What a LiveKit access token says about its bearer. We are the bearer: nothing is verified, the server does that. Read
/// before joining, because LiveAvatar doesn't document what the agent's token allows (facts/liveavatar.md §5.3).
/// </summary>
public sealed record RoomToken
{
    // A LiveKit token has a few hundred characters; attributes and metadata may add to that.
    private const int MaximumLength = 16 * 1024;

    // Servers allow clocks to be a minute apart.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private RoomToken()
    {
    }

    /// <summary>Who the bearer is in the room (<c>sub</c>).</summary>
    public required string Identity { get; init; }

    /// <summary>Name of the room (<c>video.room</c>).</summary>
    public required string Room { get; init; }

    /// <summary>Whether tracks may be published; allowed unless the token says no.</summary>
    public bool CanPublish { get; private init; }

    /// <summary>Whether data may be published; where the token doesn't say, as <see cref="CanPublish"/>.</summary>
    public bool CanPublishData { get; private init; }

    /// <summary>Whether tracks may be heard; allowed unless the token says no.</summary>
    public bool CanSubscribe { get; private init; }

    /// <summary>From when on it is valid (<c>nbf</c>), or null.</summary>
    public DateTimeOffset? NotBefore { get; private init; }

    /// <summary>Until when it is valid (<c>exp</c>), or null.</summary>
    public DateTimeOffset? Expires { get; private init; }

    /// <summary>Reads a token; never throws.</summary>
    /// <param name="text">The token.</param>
    /// <param name="token">What it says.</param>
    /// <param name="problem">One of <see cref="RoomTokenProblems"/>, which contain nothing of the token; or null.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out RoomToken? token, [NotNullWhen(false)] out string? problem)
    {
        token = null;
        if (text is null || text.Length > MaximumLength || text.Split('.') is not [_, { Length: > 0 } payload, _])
        {
            problem = RoomTokenProblems.NotAToken;
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            problem = Read(document.RootElement, out token);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no Unicode.
            problem = RoomTokenProblems.NotAToken;
        }

        token = problem is null ? token : null;
        return token is not null;
    }

    /// <summary>Whether it has run out.</summary>
    /// <param name="now">The time.</param>
    public bool IsExpired(DateTimeOffset now) => Expires <= now;

    /// <summary>Whether it isn't valid yet, even if our clock is a minute behind.</summary>
    /// <param name="now">The time.</param>
    public bool IsTooEarly(DateTimeOffset now) => NotBefore - ClockSkew > now;

    /// <summary>The name of the type only: identities are personal.</summary>
    public override string ToString() => nameof(RoomToken);

    private static string? Read(JsonElement claims, out RoomToken? token)
    {
        token = null;
        if (claims.ValueKind != JsonValueKind.Object)
        {
            return RoomTokenProblems.NotAToken;
        }

        if (!TryText(claims, "sub", out var identity))
        {
            return RoomTokenProblems.NoIdentity;
        }

        if (!claims.TryGetProperty("video", out var grants) || grants.ValueKind != JsonValueKind.Object
            || !TryText(grants, "room", out var room))
        {
            return RoomTokenProblems.NoRoom;
        }

        return Read(claims, grants, new RoomToken { Identity = identity, Room = room }, out token);
    }

    private static string? Read(JsonElement claims, JsonElement grants, RoomToken named, out RoomToken? token)
    {
        token = null;
        if (!TryFlag(grants, "roomJoin", false, out var canJoin)
            || !TryFlag(grants, "canPublish", true, out var canPublish)
            || !TryFlag(grants, "canPublishData", canPublish, out var canPublishData)
            || !TryFlag(grants, "canSubscribe", true, out var canSubscribe)
            || !TryTime(claims, "nbf", out var notBefore)
            || !TryTime(claims, "exp", out var expires))
        {
            return RoomTokenProblems.WrongType;
        }

        token = named with
        {
            CanPublish = canPublish,
            CanPublishData = canPublishData,
            CanSubscribe = canSubscribe,
            NotBefore = notBefore,
            Expires = expires,
        };
        return canJoin ? null : RoomTokenProblems.NoJoinGrant;
    }

    private static bool TryText(JsonElement parent, string name, [NotNullWhen(true)] out string? text)
    {
        text = parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return !string.IsNullOrEmpty(text);
    }

    private static bool TryFlag(JsonElement parent, string name, bool absent, out bool flag)
    {
        var isThere = parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
        flag = isThere ? value.ValueKind == JsonValueKind.True : absent;
        return !isThere || value.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    // RFC 7519: seconds, possibly with a fraction. What no calendar holds is the end of the calendar.
    private static bool TryTime(JsonElement parent, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds))
        {
            return false;
        }

        var latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        time = DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(seconds, 0, latest));
        return true;
    }
}
