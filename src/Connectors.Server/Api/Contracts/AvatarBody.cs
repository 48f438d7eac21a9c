using Connectors.Core.Avatars;

namespace Connectors.Server.Api.Contracts;

/// <summary>Avatar and picture.</summary>
/// <param name="AvatarId">LiveAvatar's id of the avatar.</param>
/// <param name="Quality">very_high, high, medium or low.</param>
/// <param name="Encoding">H264 or VP8.</param>
/// <param name="Sandbox">LiveAvatar's own sandbox: free, one avatar, about a minute.</param>
internal sealed record AvatarBody(string? AvatarId = null, string? Quality = null, string? Encoding = null, bool Sandbox = false)
{
    public AvatarSessionRequest ToRequest() => new()
    {
        AvatarId = AvatarId ?? string.Empty,
        VideoQuality = Quality,
        VideoEncoding = Encoding,
        IsSandbox = Sandbox,
    };
}
