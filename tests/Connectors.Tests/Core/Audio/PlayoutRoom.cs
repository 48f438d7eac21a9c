using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Core.Avatars;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

/// <summary>A playout with a fake clock, a loop that follows its steps, and what the avatar got.</summary>
internal sealed class PlayoutRoom : IDisposable
{
    private readonly byte[] _chunk = new byte[AvatarLimits.ChunkBytes];

    public PlayoutRoom(PlayoutOptions? options = null, INodeAudioBudget? budget = null)
    {
        Options = options ?? new();
        Budget = budget ?? new NodeAudioBudget(1_000_000_000);
        Playout = new(Time, Options, Budget, () => Wakes++);
    }

    public FakeTime Time { get; } = new();

    public PlayoutOptions Options { get; }

    public INodeAudioBudget Budget { get; }

    public Playout Playout { get; }

    public int Wakes { get; private set; }

    public List<PlayoutStep> Steps { get; } = [];

    public Dictionary<long, List<short>> Spoken { get; } = [];

    /// <summary>The last wait.</summary>
    public TimeSpan? Waits { get; private set; }

    public IEnumerable<PlayoutStep> Of(PlayoutStepKind kind) => Steps.Where(step => step.Kind == kind);

    /// <summary>Takes steps until the playout says wait; returns them.</summary>
    public IReadOnlyList<PlayoutStep> Run()
    {
        var taken = new List<PlayoutStep>();
        for (var step = Playout.Next(_chunk); ; step = Playout.Next(_chunk))
        {
            if (step.Kind == PlayoutStepKind.Wait)
            {
                Waits = step.Time;
                Assert.True(Waits is null || Waits > TimeSpan.Zero);
                Steps.AddRange(taken);
                return taken;
            }

            taken.Add(step);
            Assert.True(taken.Count < 10_000, "The playout never waits.");
            if (step.Kind == PlayoutStepKind.Speak)
            {
                var samples = new short[step.Bytes / 2];
                PcmBytes.ReadPcm(_chunk.AsSpan(0, step.Bytes), samples);
                (Spoken.TryGetValue(step.Turn, out var spoken) ? spoken : Spoken[step.Turn] = []).AddRange(samples);
            }
        }
    }

    /// <summary>Lets time pass and takes every step when it is due.</summary>
    public void Pass(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero;)
        {
            Run();
            var step = Waits is { } wait && wait < left ? wait : left;
            Time.Advance(step);
            left -= step;
        }

        Run();
    }

    public void Pass(int milliseconds) => Pass(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Appends a piece of a sine of 440 Hz in 24 kHz PCM.</summary>
    public void Append(long turn, int milliseconds) => Playout.Append(turn, Bytes(Signals.Sine(440, 24_000, milliseconds * 24)));

    public static byte[] Bytes(short[] samples)
    {
        var bytes = new byte[samples.Length * 2];
        PcmBytes.Write(samples, AudioEncoding.Pcm16, bytes);
        return bytes;
    }

    public void Dispose() => Playout.Dispose();
}
