using Connectors.Audio;

namespace Connectors.Core.Avatars;

/// <summary>What avatars accept.</summary>
public static class AvatarLimits
{
    /// <summary>The only audio format there is; another rate is garbled without an error (facts/liveavatar.md §2.3).</summary>
    public static AudioFormat Audio { get; } = AudioFormat.Pcm16(24_000);

    /// <summary>Largest chunk in bytes: one second, which is far below the 1 MB packet limit.</summary>
    public const int ChunkBytes = 48_000;
}
