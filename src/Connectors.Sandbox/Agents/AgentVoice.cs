using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.Agents;

/// <summary>Turns what a scripted agent says into sound.</summary>
internal abstract class AgentVoice
{
    /// <summary>Real speech by espeak-ng where that is installed, else a simple synthesiser of our own.</summary>
    public static AgentVoice Best { get; } = EspeakVoice.Find() is { } espeak ? espeak : new FormantVoice();

    /// <summary>Speaks a text.</summary>
    /// <param name="text">What to say.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Mono samples; none for an empty text.</returns>
    public abstract Task<short[]> SpeakAsync(string text, int sampleRate, CancellationToken cancellationToken);

    /// <summary>The sound of a reply, whatever it comes from.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="text">Its text, with the tool's result filled in.</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<short[]> SpeakAsync(AgentReply reply, string text, int sampleRate, CancellationToken cancellationToken)
    {
        switch (reply.Audio.Kind)
        {
            case ReplyAudioKind.None:
                return [];
            case ReplyAudioKind.Tone:
                var samples = new short[(int)(reply.Audio.Duration.TotalSeconds * sampleRate)];
                new Tone(reply.Audio.Frequency, sampleRate).Fill(samples);
                return samples;
            case ReplyAudioKind.File:
                var file = WavFile.Read(reply.Audio.Path!);
                return RateConversion.Convert(file.Samples, file.SampleRate, sampleRate);
            default:
                return await SpeakAsync(text, sampleRate, cancellationToken);
        }
    }
}
