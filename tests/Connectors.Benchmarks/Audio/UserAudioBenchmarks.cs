using BenchmarkDotNet.Attributes;
using Connectors.Audio;
using Connectors.Core.Audio;

namespace Connectors.Benchmarks.Audio;

/// <summary>20 ms of the way up: two frames of 10 ms at 48 kHz and a tick, voice detector included.</summary>
public class UserAudioBenchmarks
{
    private readonly SteppedTime _time = new();
    private readonly short[] _frame = Noise.Samples(480);
    private readonly VoiceDetector _detector = new(48_000, new());
    private UserAudio? _audio;
    private long _sent;

    [Params("pcm_16000", "pcm_24000", "ulaw_8000")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _ = AudioFormat.TryParse(Format, out var format);
        _audio = new(_time, message => _sent += message.Length, (_, _) => { });
        _audio.Start(format);
    }

    [Benchmark]
    public long Frames()
    {
        for (var i = 0; i < 2; i++)
        {
            _time.Step(10);
            _audio!.OnFrame(_frame, 48_000);
        }

        _audio!.OnTick();
        return _sent;
    }

    [Benchmark]
    public long DetectorAlone()
    {
        _detector.Process(_frame);
        _detector.Process(_frame);
        return _detector.Position;
    }
}
