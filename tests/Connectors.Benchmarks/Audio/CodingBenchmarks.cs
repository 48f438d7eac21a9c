using BenchmarkDotNet.Attributes;
using Connectors.Audio;
using Connectors.Core.Audio;

namespace Connectors.Benchmarks.Audio;

/// <summary>20 ms between bytes and samples.</summary>
public class CodingBenchmarks
{
    private readonly SampleDecoder _pcm = new(AudioFormat.Pcm16(24_000));
    private readonly SampleDecoder _law = new(AudioFormat.MuLaw8000);
    private readonly byte[] _bytes = Noise.Bytes(961);
    private readonly short[] _samples = Noise.Samples(481);
    private readonly byte[] _written = new byte[962];

    [Benchmark]
    public int DecodePcm24000InOddPieces() => _pcm.Decode(_bytes.AsSpan(0, 959), _samples);

    [Benchmark]
    public int EncodePcm24000() => PcmBytes.Write(_samples.AsSpan(0, 480), AudioEncoding.Pcm16, _written);

    [Benchmark]
    public int DecodeMuLaw8000() => _law.Decode(_bytes.AsSpan(0, 160), _samples);

    [Benchmark]
    public int EncodeMuLaw8000() => PcmBytes.Write(_samples.AsSpan(0, 160), AudioEncoding.MuLaw, _written);
}
