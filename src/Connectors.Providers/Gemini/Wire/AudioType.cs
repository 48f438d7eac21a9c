using System.Buffers.Text;

namespace Connectors.Providers.Gemini.Wire;

/// <summary>The media type of audio, <c>audio/pcm;rate=24000</c>.</summary>
internal static class AudioType
{
    /// <summary>Type of the user's audio: the rate that Gemini works with itself.</summary>
    public const string Input = "audio/pcm;rate=16000";

    private const int OutputRate = 24_000;

    /// <summary>Whether this is audio that can be played: PCM at 24 kHz, which a type without a rate means too.</summary>
    /// <param name="mimeType">UTF-8.</param>
    public static bool IsOutput(ReadOnlySpan<byte> mimeType)
    {
        if (mimeType.IsEmpty || mimeType.SequenceEqual("audio/pcm;rate=24000"u8))
        {
            return true;
        }

        if (!mimeType.StartsWith("audio/pcm"u8))
        {
            return false;
        }

        var rate = mimeType.IndexOf("rate="u8);
        return rate < 0 || (Utf8Parser.TryParse(mimeType[(rate + 5)..], out int hertz, out _) && hertz == OutputRate);
    }
}
