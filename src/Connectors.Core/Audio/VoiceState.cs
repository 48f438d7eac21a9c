namespace Connectors.Core.Audio;

/// <summary>What a frame was to a <see cref="VoiceDetector"/>.</summary>
internal enum VoiceState
{
    /// <summary>Nobody speaks.</summary>
    Silent,

    /// <summary>With this frame it became clear that somebody speaks.</summary>
    Started,

    /// <summary>Somebody speaks, or paused only just now.</summary>
    Speaking,

    /// <summary>With this frame it became clear that nobody speaks any more.</summary>
    Ended,
}
