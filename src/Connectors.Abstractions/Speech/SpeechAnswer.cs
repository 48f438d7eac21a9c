using Connectors.Audio;
using Connectors.Validation;

namespace Connectors.Speech;

/// <summary>Speech that comes, or why there is none. Disposing of it gives the connection back.</summary>
/// <param name="format">What the audio is.</param>
/// <param name="audio">Read as it comes; null with a failure.</param>
/// <param name="failure">Why there is none; null with audio.</param>
/// <param name="owner">Disposed of with this, or null.</param>
public sealed class SpeechAnswer(AudioFormat format, Stream? audio, ValidationFinding? failure, IDisposable? owner) : IAsyncDisposable
{
    /// <summary>What the audio is.</summary>
    public AudioFormat Format => format;

    /// <summary>Read as it comes; null with a failure.</summary>
    public Stream? Audio => audio;

    /// <summary>Why there is none; null with audio. Codes of trouble on the way are those of validation: <c>unreachable</c>,
    /// <c>no-answer</c>, <c>provider-failed</c>, <c>rate-limited</c>.</summary>
    public ValidationFinding? Failure => failure;

    /// <summary>There is none.</summary>
    /// <param name="failure">Why.</param>
    public static SpeechAnswer Failed(ValidationFinding failure) => new(default, null, failure, null);

    /// <summary>Gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (audio is not null)
        {
            await audio.DisposeAsync();
        }

        owner?.Dispose();
    }
}
