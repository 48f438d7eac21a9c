namespace Connectors.Benchmarks.Audio;

/// <summary>The same noise for every benchmark.</summary>
internal static class Noise
{
    private const int Amplitude = 8_000;

    public static short[] Samples(int count)
    {
        var state = 1u;
        var samples = new short[count];
        for (var i = 0; i < count; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            samples[i] = (short)((int)(state >> 16) % Amplitude);
        }

        return samples;
    }

    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Buffer.BlockCopy(Samples((count / 2) + 1), 0, bytes, 0, count);
        return bytes;
    }
}
