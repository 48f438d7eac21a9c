using BenchmarkDotNet.Attributes;
using Connectors.Core.Audio;

namespace Connectors.Benchmarks.Audio;

/// <summary>20 ms from one rate to another.</summary>
public class ResamplerBenchmarks
{
    private Resampler? _resampler;
    private short[] _input = [];
    private short[] _output = [];

    [Params("48000:16000", "48000:24000", "48000:8000", "16000:24000", "22050:24000", "44100:24000", "8000:24000",
        "24000:24000", "44099:24000")]
    public string Rates { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var rates = Rates.Split(':').Select(int.Parse).ToArray();
        _resampler = new(rates[0], rates[1]);
        _input = Noise.Samples(rates[0] / 50);
        _output = new short[_resampler.MaximumOutput(_input.Length)];
    }

    [Benchmark]
    public int Resample() => _resampler!.Process(_input, _output);
}
