using System.Runtime.InteropServices;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Support;

/// <summary>
/// A sequence of tones of 200 ms, no two alike: whoever received it, or two who received parts of it, can be asked what is missing and
/// what came twice.
/// </summary>
internal static class NumberedTones
{
    private const int Count = 64;
    private const int SlotMs = 200;
    private const int WindowMs = 20;

    // Of an amplitude of 8,000; what is below is a border between two tones, or silence.
    private const double Heard = 2_000;

    public static TimeSpan Duration { get; } = TimeSpan.FromMilliseconds(Count * SlotMs);

    /// <summary>For the user to say.</summary>
    public static short[] Samples()
    {
        const int Slot = SandboxUser.SampleRate * SlotMs / 1_000;
        var samples = new short[Count * Slot];
        for (var i = 0; i < Count; i++)
        {
            new Tone(Frequency(i), SandboxUser.SampleRate).Fill(samples.AsSpan(i * Slot, Slot));
        }

        return samples;
    }

    /// <summary>How much of each tone was received, in ms, by all together.</summary>
    public static int[] Measure(IEnumerable<HeardConversation> conversations)
    {
        var received = new int[Count];
        foreach (var conversation in conversations)
        {
            var samples = MemoryMarshal.Cast<byte, short>(conversation.Audio);
            var window = conversation.SampleRate * WindowMs / 1_000;
            for (var rest = samples; rest.Length >= window; rest = rest[window..])
            {
                if (Find(rest[..window], conversation.SampleRate) is { } number)
                {
                    received[number] += WindowMs;
                }
            }
        }

        return received;
    }

    /// <summary>What is missing and what came twice; a window at a border counts for either side.</summary>
    public static (int MissingMs, int DoubledMs) Compare(int[] received) => (
        received.Where(static ms => ms < SlotMs - WindowMs).Sum(static ms => SlotMs - ms),
        received.Where(static ms => ms > SlotMs + WindowMs).Sum(static ms => ms - SlotMs));

    // Multiples of 50 Hz are told apart within 20 ms; neighbours in time are far apart.
    private static double Frequency(int number) => 300 + (50 * (number * 37 % Count));

    private static int? Find(ReadOnlySpan<short> window, int sampleRate)
    {
        var (best, loudest) = (-1, Heard);
        for (var i = 0; i < Count; i++)
        {
            var amplitude = Goertzel.Amplitude(window, Frequency(i), sampleRate);
            (best, loudest) = amplitude > loudest ? (i, amplitude) : (best, loudest);
        }

        return best < 0 ? null : best;
    }
}
