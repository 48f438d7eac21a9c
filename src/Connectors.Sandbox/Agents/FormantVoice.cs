namespace Connectors.Sandbox.Agents;

/// <summary>
/// A babbling voice of our own for machines without espeak-ng: voiced vowels by two formants over a falling pitch, noise for
/// hissing consonants, pauses at punctuation. Nobody understands it, but it has the rhythm and spectrum of speech.
/// </summary>
internal sealed class FormantVoice : AgentVoice
{
    private const double Pitch = 115;
    private const double Peak = 9_000;
    private static readonly TimeSpan Letter = TimeSpan.FromMilliseconds(65);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(220);

    public override Task<short[]> SpeakAsync(string text, int sampleRate, CancellationToken cancellationToken)
    {
        var samples = new List<short>();
        var noise = 1u;
        var phase = 0d;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = char.ToLowerInvariant(text[i]);
            var count = (int)((letter is '.' or '!' or '?' or ',' ? Pause : Letter).TotalSeconds * sampleRate);
            var (first, second) = Formants(letter);
            var pitch = Pitch * (1.15 - (0.3 * i / text.Length));
            for (var n = 0; n < count; n++)
            {
                noise = (noise * 1_664_525) + 1_013_904_223;
                var envelope = Math.Sin(Math.PI * n / count);
                phase = (phase + (pitch / sampleRate)) % 1;
                var value = first > 0 ? Voiced(phase, pitch, first, second)
                    : IsHissing(letter) ? 0.25 * ((noise / (double)uint.MaxValue) - 0.5) : 0;
                samples.Add((short)(Peak * envelope * value));
            }
        }

        return Task.FromResult(samples.ToArray());
    }

    // A sum of harmonics, weighted by how near each is to one of the formants.
    private static double Voiced(double phase, double pitch, double first, double second)
    {
        var sum = 0d;
        for (var harmonic = 1; harmonic * pitch < 3_000; harmonic++)
        {
            var frequency = harmonic * pitch;
            var weight = 0.06 + Resonance(frequency, first, 110) + (0.6 * Resonance(frequency, second, 160));
            sum += weight * Math.Sin(2 * Math.PI * harmonic * phase);
        }

        return sum / 4;
    }

    private static double Resonance(double frequency, double centre, double width) =>
        1 / (1 + Math.Pow((frequency - centre) / width, 2));

    private static (double First, double Second) Formants(char letter) => letter switch
    {
        'a' => (750, 1_250),
        'e' => (500, 1_850),
        'i' or 'y' => (300, 2_300),
        'o' => (500, 900),
        'u' or 'w' => (320, 800),
        'l' or 'm' or 'n' or 'r' => (300, 1_300),
        'b' or 'd' or 'g' or 'j' or 'v' or 'z' => (250, 1_600),
        _ => (0, 0),
    };

    private static bool IsHissing(char letter) => letter is 's' or 'f' or 'h' or 'c' or 'x' or 'k' or 't' or 'p';
}
