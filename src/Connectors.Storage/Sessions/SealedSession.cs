using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Connectors.Core.Avatars;
using Connectors.Core.Sessions;
using Connectors.Core.Vault;

namespace Connectors.Storage.Sessions;

/// <summary>The part of a session record that is secret or personal: tokens, <c>ws_url</c>, API key, identity.</summary>
internal sealed record SealedSession
{
    // By reflection: generated code gives a member that an older version didn't write no value at all instead of its default.
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new SecretConverter(), new PlainValueConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public required RoomSource Room { get; init; }

    public string? UserIdentity { get; init; }

    public SessionDetails? Details { get; init; }

    public DateTimeOffset? LiveAt { get; init; }

    public AvatarSessionRequest? AvatarRequest { get; init; }

    public AvatarSession? AvatarSession { get; init; }

    public string? AvatarCredential { get; init; }

    public long? Epoch { get; init; }

    public string? Holder { get; init; }

    public SessionPlan? Plan { get; init; }

    public AgentProgress? Progress { get; init; }

    /// <summary>What else stands in the box.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Newer { get; set; }

    /// <summary>What a box belongs to: one that is moved to another session's row can't be opened.</summary>
    public static SealedName NameOf(SessionRecord record) => new(record.TenantId, "session", record.Id);

    public static SealedSession From(SessionRecord record) => new()
    {
        Room = record.Room,
        UserIdentity = record.UserIdentity,
        Details = record.Details,
        LiveAt = record.LiveAt,
        AvatarRequest = record.AvatarRequest,
        AvatarSession = record.AvatarSession,
        AvatarCredential = record.AvatarCredential?.Reveal(),
        Epoch = record.Epoch,
        Holder = record.Holder,
        Plan = record.Plan,
        Progress = record.Progress,
        Newer = record.Newer is null ? null : new(record.Newer),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is something else, such as a room source of the future.</summary>
    public static SealedSession? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<SealedSession>(json, Format);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    public SessionRecord AddTo(SessionRecord record) => record with
    {
        Room = Room,
        UserIdentity = UserIdentity,
        Details = Details,
        LiveAt = LiveAt,
        AvatarRequest = AvatarRequest,
        AvatarSession = AvatarSession,
        AvatarCredential = AvatarCredential is null ? null : new Secret(AvatarCredential),
        Epoch = Epoch ?? 1,
        Holder = Holder,
        Plan = Plan,
        Progress = Progress,
        Newer = Newer,
    };

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(SealedSession);
}
