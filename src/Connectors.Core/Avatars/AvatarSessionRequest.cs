namespace Connectors.Core.Avatars;

/// <summary>What is asked of LiveAvatar.</summary>
public sealed record AvatarSessionRequest
{
    /// <summary>The avatar (a UUID).</summary>
    public required string AvatarId { get; init; }

    /// <summary>LiveAvatar's sandbox: free, one avatar, about one minute.</summary>
    public bool IsSandbox { get; init; }

    /// <summary><c>very_high</c>, <c>high</c>, <c>medium</c> or <c>low</c>; null for LiveAvatar's default (<c>high</c>).</summary>
    public string? VideoQuality { get; init; }

    /// <summary><c>H264</c> or <c>VP8</c>; null for LiveAvatar's default (<c>H264</c>).</summary>
    public string? VideoEncoding { get; init; }

    /// <summary>Whole seconds, or null for the plan's limit; more than the plan allows is refused with 400.</summary>
    public TimeSpan? MaximumDuration { get; init; }

    /// <summary>A room of the tenant's own on LiveKit, or null: LiveAvatar provides the room.</summary>
    public LiveKitRoom? LiveKit { get; init; }

    /// <summary>A channel of the tenant's own on Agora, or null.</summary>
    public AgoraChannel? Agora { get; init; }
}
