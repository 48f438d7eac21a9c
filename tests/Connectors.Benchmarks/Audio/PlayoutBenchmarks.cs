using BenchmarkDotNet.Attributes;
using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Core.Avatars;

namespace Connectors.Benchmarks.Audio;

/// <summary>20 ms of the way down, written in pieces of 200 ms: decode, resample, store, pace, take out, let go.</summary>
public class PlayoutBenchmarks
{
    private const int PiecesPerTurn = 50;
    private const int FramesPerPiece = 10;

    private readonly SteppedTime _time = new();
    private readonly byte[] _chunk = new byte[AvatarLimits.ChunkBytes];
    private Playout? _playout;
    private byte[] _piece = [];
    private long _turn = 1;
    private int _pieces;

    [Params("pcm_24000", "pcm_16000", "pcm_44100", "ulaw_8000")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _ = AudioFormat.TryParse(Format, out var format);
        _playout = Create(_time, format);
        _piece = Noise.Bytes((int)format.BytesOf(TimeSpan.FromMilliseconds(20 * FramesPerPiece)));
    }

    [GlobalCleanup]
    public void CleanUp() => _playout?.Dispose();

    [Benchmark(OperationsPerInvoke = FramesPerPiece)]
    public long WriteAndSpeak()
    {
        _time.Step(20 * FramesPerPiece);
        _playout!.Append(_turn, _piece);
        if (++_pieces == PiecesPerTurn)
        {
            _playout.End(_turn++);
            _pieces = 0;
        }

        long bytes = 0;
        for (var step = _playout.Next(_chunk); step.Kind != PlayoutStepKind.Wait; step = _playout.Next(_chunk))
        {
            bytes += step.Bytes;
            if (step.IsFirst)
            {
                _playout.OnSpeakStarted(step.Turn);
            }
        }

        return bytes;
    }

    private static Playout Create(TimeProvider time, AudioFormat format)
    {
        var playout = new Playout(time, new(), new NodeAudioBudget(1_000_000_000), () => { });
        playout.SetFormat(format);
        return playout;
    }
}
