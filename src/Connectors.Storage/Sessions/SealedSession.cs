using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Core.Avatars;
using Connectors.Core.Sessions;
using Connectors.Core.Vault;

namespace Connectors.Storage.Sessions;

/// <summary>The part of a session record that is secret or personal: tokens, <c>ws_url</c>, API key, identity.</summary>
internal sealed record SealedSession
{
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
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is something else, such as a room source of the future.</summary>
    public static SealedSession? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SealedSessionJson.Default.SealedSession);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SealedSessionJson.Default.SealedSession);

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
    };

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(SealedSession);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true, Converters = [typeof(SecretConverter), typeof(PlainValueConverter)])]
[JsonSerializable(typeof(SealedSession))]
internal sealed partial class SealedSessionJson : JsonSerializerContext;
