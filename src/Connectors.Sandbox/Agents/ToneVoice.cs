using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.Agents;

/// <summary>A voice for tests: a sine whose length follows the text's.</summary>
/// <param name="frequency">Hz.</param>
/// <param name="perCharacter">Time of one character; default 60 ms, about the pace of speech.</param>
internal sealed class ToneVoice(double frequency, TimeSpan? perCharacter = null) : AgentVoice
{
    private readonly TimeSpan _perCharacter = perCharacter ?? TimeSpan.FromMilliseconds(60);

    /// <summary>How long a text takes.</summary>
    /// <param name="text">The text.</param>
    public TimeSpan DurationOf(string text) => _perCharacter * text.Length;

    public override Task<short[]> SpeakAsync(string text, int sampleRate, CancellationToken cancellationToken)
    {
        var samples = new short[(int)(DurationOf(text).TotalSeconds * sampleRate)];
        new Tone(frequency, sampleRate).Fill(samples);
        return Task.FromResult(samples);
    }
}
