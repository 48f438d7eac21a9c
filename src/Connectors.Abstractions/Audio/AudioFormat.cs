using System.Globalization;

namespace Connectors.Audio;

/// <summary>Coding and rate of mono audio.</summary>
/// <param name="Encoding">How a sample is coded.</param>
/// <param name="SampleRate">Samples a second (Hz), 8,000 to 48,000.</param>
public readonly record struct AudioFormat(AudioEncoding Encoding, int SampleRate)
{
    /// <summary>Lowest rate supported, in Hz.</summary>
    public const int LowestRate = 8_000;

    /// <summary>Highest rate supported, in Hz.</summary>
    public const int HighestRate = 48_000;

    /// <summary>G.711 µ-law at 8 kHz, as telephony has it.</summary>
    public static AudioFormat MuLaw8000 { get; } = new(AudioEncoding.MuLaw, 8_000);

    /// <summary>Bytes of one sample.</summary>
    public int BytesPerSample => Encoding == AudioEncoding.Pcm16 ? 2 : 1;

    /// <summary>Bytes of one second.</summary>
    public int BytesPerSecond => BytesPerSample * SampleRate;

    /// <summary>PCM 16 bit at this rate.</summary>
    /// <param name="sampleRate">Hz, 8,000 to 48,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside the range.</exception>
    public static AudioFormat Pcm16(int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, LowestRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, HighestRate);
        return new(AudioEncoding.Pcm16, sampleRate);
    }

    /// <summary>How long this many bytes last.</summary>
    /// <param name="bytes">Bytes in this format.</param>
    public TimeSpan DurationOf(long bytes) =>
        TimeSpan.FromTicks((long)((decimal)bytes * TimeSpan.TicksPerSecond / BytesPerSecond));

    /// <summary>Bytes of this time, rounded down to whole samples.</summary>
    /// <param name="time">Zero or more.</param>
    public long BytesOf(TimeSpan time) =>
        (long)((decimal)time.Ticks * SampleRate / TimeSpan.TicksPerSecond) * BytesPerSample;

    /// <summary>Reads the spelling that ElevenLabs and others use: <c>pcm_16000</c>, <c>ulaw_8000</c>.</summary>
    /// <param name="text">The spelling.</param>
    /// <param name="format">The format, if it is one of ours.</param>
    public static bool TryParse(string? text, out AudioFormat format)
    {
        format = default;
        var split = text?.IndexOf('_', StringComparison.Ordinal) ?? -1;
        if (split < 0 || !int.TryParse(text.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var rate)
            || rate is < LowestRate or > HighestRate)
        {
            return false;
        }

        AudioEncoding? encoding = text.AsSpan(0, split) switch
        {
            "pcm" => AudioEncoding.Pcm16,
            "ulaw" or "mulaw" => AudioEncoding.MuLaw,
            _ => null,
        };
        format = new(encoding.GetValueOrDefault(), rate);
        return encoding is not null;
    }

    /// <summary>The spelling that <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Encoding == AudioEncoding.Pcm16 ? "pcm" : "ulaw")}_{SampleRate}");
}
