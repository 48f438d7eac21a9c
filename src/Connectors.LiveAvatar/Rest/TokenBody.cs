using System.Text.Json.Serialization;
using Connectors.Core.Avatars;

namespace Connectors.LiveAvatar.Rest;

/// <summary>
/// Body of <c>/v1/sessions/token</c> for LITE. The configs have the long names of the OpenAPI document, which every
/// working client sends; the prose's <c>{url, token}</c> is another thing (facts/liveavatar.md §1.3).
/// </summary>
internal sealed record TokenBody
{
    [JsonPropertyName("mode")]
    public string Mode { get; init; } = "LITE";

    [JsonPropertyName("avatar_id")]
    public required string AvatarId { get; init; }

    [JsonPropertyName("is_sandbox")]
    public bool IsSandbox { get; init; }

    [JsonPropertyName("video_settings")]
    public VideoSettings? Video { get; init; }

    [JsonPropertyName("max_session_duration")]
    public int? MaximumSeconds { get; init; }

    [JsonPropertyName("livekit_config")]
    public LiveKitConfig? LiveKit { get; init; }

    [JsonPropertyName("agora_config")]
    public AgoraConfig? Agora { get; init; }

    public static TokenBody From(AvatarSessionRequest request) => new()
    {
        AvatarId = request.AvatarId,
        IsSandbox = request.IsSandbox,
        Video = request is { VideoQuality: null, VideoEncoding: null } ? null : new(request.VideoQuality, request.VideoEncoding),

        // Whole seconds, rounded down: one more than the plan's limit is refused.
        MaximumSeconds = request.MaximumDuration is { } limit ? (int)Math.Clamp(Math.Floor(limit.TotalSeconds), 1, int.MaxValue) : null,
        LiveKit = request.LiveKit is { } room ? new(room.Url.OriginalString, room.Room, room.AvatarToken) : null,
        Agora = request.Agora is { } channel ? new(channel.AppId, channel.Token, channel.Channel, channel.Uid) : null,
    };

    internal sealed record VideoSettings(
        [property: JsonPropertyName("quality")] string? Quality, [property: JsonPropertyName("encoding")] string? Encoding);

    internal sealed record LiveKitConfig(
        [property: JsonPropertyName("livekit_url")] string Url,
        [property: JsonPropertyName("livekit_room")] string Room,
        [property: JsonPropertyName("livekit_client_token")] string Token)
    {
        public override string ToString() => Room;
    }

    internal sealed record AgoraConfig(
        [property: JsonPropertyName("agora_app_id")] string AppId,
        [property: JsonPropertyName("agora_token")] string Token,
        [property: JsonPropertyName("agora_channel")] string Channel,
        [property: JsonPropertyName("agora_uid")] string Uid)
    {
        public override string ToString() => Channel;
    }
}
