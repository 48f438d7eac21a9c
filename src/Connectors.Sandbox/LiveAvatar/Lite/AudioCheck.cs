using System.Runtime.InteropServices;
using Connectors.Core.Avatars;
using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>
/// What strict mode finds wrong with audio, where the real service plays noise or silence without a word. PCM carries no
/// rate, so there are two rules that can't be wrong: the undocumented <c>start</c> command must declare PCM 16 bit, 24 kHz,
/// mono; and where a test has named a tone (<see cref="LiveAvatarSwitches.Tone"/>), what isn't silence must be that tone.
/// A sine sent at another rate is heard at another frequency: 440 Hz of 16 kHz audio sounds as 660 Hz here.
/// </summary>
internal static class AudioCheck
{
    private const double Silence = 100;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    /// <summary>What is wrong with a chunk, or null.</summary>
    public static string? Check(ReadOnlySpan<byte> pcm, double? tone)
    {
        if (pcm.Length % 2 != 0)
        {
            return "audio has an odd number of bytes";
        }

        if (tone is not { } frequency || pcm.Length < AvatarLimits.Audio.BytesOf(Shortest))
        {
            return null;
        }

        var samples = MemoryMarshal.Cast<byte, short>(pcm);
        double squares = 0;
        foreach (var sample in samples)
        {
            squares += (double)sample * sample;
        }

        var level = Math.Sqrt(squares / samples.Length);
        var inTone = Goertzel.Amplitude(samples, frequency, AvatarLimits.Audio.SampleRate) / Math.Sqrt(2);
        return level < Silence || inTone > level / 2 ? null : "audio doesn't hold the expected tone: is it PCM 16 bit, 24 kHz, mono?";
    }

    /// <summary>What is wrong with the header of the <c>start</c> command, or null.</summary>
    public static string? CheckHeader(string? encoding, int? sampleRate, int? channels) =>
        encoding is null or "pcm_s16le" && sampleRate is null or 24_000 && channels is null or 1
            ? null
            : "only pcm_s16le at 24000 Hz with 1 channel is supported";
}
