using System.Runtime.InteropServices;

namespace Connectors.Sandbox.Agents;

/// <summary>When a sandbox received its user's audio, and how loud it was: for measuring delays from outside.</summary>
/// <param name="time">The clock.</param>
internal sealed class AudioArrivals(TimeProvider time)
{
    // An hour of messages of 20 ms.
    private const int Limit = 360_000;

    private readonly Lock _lock = new();
    private readonly List<(long Timestamp, int Peak)> _messages = [];

    /// <summary>Adds a message that has just arrived.</summary>
    /// <param name="pcm16">PCM, signed 16-bit little-endian, mono.</param>
    public void Add(ReadOnlySpan<byte> pcm16)
    {
        var now = time.GetTimestamp();
        var samples = MemoryMarshal.Cast<byte, short>(pcm16);
        var half = samples.Length / 2;
        var (first, second) = (Peak(samples[..half]), Peak(samples[half..]));
        lock (_lock)
        {
            if (_messages.Count < Limit)
            {
                _messages.Add((now, first));
                _messages.Add((now, second));
            }
        }
    }

    /// <summary>All messages so far, in order of arrival, each in two halves: of 10 ms, as the messages are of 20.</summary>
    public IReadOnlyList<(long Timestamp, int Peak)> Messages()
    {
        lock (_lock)
        {
            return [.. _messages];
        }
    }

    private static int Peak(ReadOnlySpan<short> samples)
    {
        var peak = 0;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs((int)sample));
        }

        return peak;
    }
}
