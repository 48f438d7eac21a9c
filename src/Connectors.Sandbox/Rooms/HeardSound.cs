using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.Rooms;

/// <summary>What a participant has heard of one track, frame by frame with its time; at most 30 minutes, then it stops.</summary>
/// <param name="time">The clock.</param>
internal sealed class HeardSound(TimeProvider time)
{
    private const int MostFrames = 30 * 60 * 100;

    private readonly Lock _lock = new();
    private readonly List<short> _samples = [];
    private readonly List<HeardFrame> _frames = [];
    private int _sampleRate = 48_000;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How long it is.</summary>
    public TimeSpan Duration
    {
        get
        {
            lock (_lock)
            {
                return TimeSpan.FromSeconds((double)_samples.Count / _sampleRate);
            }
        }
    }

    /// <summary>All of it so far.</summary>
    public WavFile ToWav()
    {
        lock (_lock)
        {
            return new(_sampleRate, [.. _samples]);
        }
    }

    /// <summary>The frames so far, in order.</summary>
    /// <param name="skip">How many to leave out at the beginning.</param>
    public IReadOnlyList<HeardFrame> Frames(int skip = 0)
    {
        lock (_lock)
        {
            return [.. _frames.Skip(skip)];
        }
    }

    /// <summary>Completes with the next frame that comes.</summary>
    public Task NextFrameAsync()
    {
        lock (_lock)
        {
            return _next.Task;
        }
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="samples">Copied.</param>
    /// <param name="sampleRate">Hz.</param>
    public void Add(ReadOnlySpan<short> samples, int sampleRate)
    {
        short peak = 0;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, sample == short.MinValue ? short.MaxValue : Math.Abs(sample));
        }

        TaskCompletionSource next;
        lock (_lock)
        {
            if (_frames.Count >= MostFrames)
            {
                return;
            }

            _sampleRate = sampleRate;
            _frames.Add(new(time.GetTimestamp(), _samples.Count, samples.Length, peak));
            _samples.AddRange(samples);
            next = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        next.SetResult();
    }
}
