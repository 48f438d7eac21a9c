using Connectors.Core.Audio;

namespace Connectors.Core.Sessions.Saying;

/// <summary>Audio that is to be said.</summary>
/// <param name="Audio">Read as it comes.</param>
/// <param name="Format">What it is; null: a WAV file, which says so itself.</param>
/// <param name="Replaces">Whether everything that is being said or waits is dropped for it.</param>
/// <param name="Text">What it says, where that is known; for the transcript.</param>
public sealed record SayAudioRequest(Stream Audio, UploadFormat? Format, bool Replaces, string? Text = null)
{
    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(SayAudioRequest);
}
