using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.Demo;

/// <summary>What the demo's user says: a file, a text spoken by espeak-ng, or the sentence that ships with the sandbox.</summary>
internal static class DemoSpeech
{
    // -30 dB of full scale.
    private const int Audibly = 1_000;
    private const string BuiltIn = "Connectors.Sandbox.Demo.speech.wav";

    public static async Task<WavFile> ReadAsync(string? file, string? text, CancellationToken cancellationToken)
    {
        if (text is not null)
        {
            var espeak = EspeakVoice.Find()
                ?? throw new UsageException("--say needs espeak-ng (Debian: apt-get install espeak-ng); or use --in FILE.wav.");
            return Audible("--say", await espeak.SpeakAsync(text, SandboxUser.SampleRate, cancellationToken));
        }

        var wav = file is null ? OfThisAssembly() : OfFile(file);
        return Audible("--in", RateConversion.Convert(wav.Samples, wav.SampleRate, SandboxUser.SampleRate));
    }

    // Nobody would ever answer silence.
    private static WavFile Audible(string option, short[] samples) => samples.Any(sample => Math.Abs((int)sample) >= Audibly)
        ? new(SandboxUser.SampleRate, samples)
        : throw new UsageException($"{option}: there is nothing to be heard in it.");

    private static WavFile OfFile(string path)
    {
        try
        {
            return WavFile.Read(path);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--in: {error.Message}");
        }
    }

    private static WavFile OfThisAssembly()
    {
        using var stream = typeof(DemoSpeech).Assembly.GetManifestResourceStream(BuiltIn)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return WavFile.Parse(bytes, BuiltIn);
    }
}
