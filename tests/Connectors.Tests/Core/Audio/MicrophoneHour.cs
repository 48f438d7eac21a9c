using System.Runtime.InteropServices;
using Connectors.Audio;
using Connectors.Core.Audio;

namespace Connectors.Tests.Core.Audio;

/// <summary>
/// A long time of a microphone whose clock is off, whose frames come with jitter (0–80 ms), stall now and then and come in a
/// burst, and which is muted at times. Each frame carries its number, so that its way can be followed.
/// </summary>
internal sealed class MicrophoneHour
{
    private const int Numbers = 30_000;
    private const int Rate = 16_000;

    private readonly Random _random;
    private readonly CountedTime _time = new();
    private readonly long _period;
    private readonly Queue<long> _taken = new();
    private readonly short[] _frame = new short[Rate / 100];
    private long _captured;
    private long _number;
    private long _lastArrival;
    private long _stallUntil;
    private long _lastHeard = -1;

    public MicrophoneHour(int partsPerMillion, int seed)
    {
        _random = new(seed);
        _period = (long)(TimeSpan.TicksPerMillisecond * 10 / (1 + (partsPerMillion * 1e-6)));
        Audio = new(_time, Receive, (_, _) => { });
        Audio.Start(AudioFormat.Pcm16(Rate));
    }

    public UserAudio Audio { get; }

    public TimeSpan Lowest { get; private set; }

    public TimeSpan Highest { get; private set; }

    public TimeSpan Gaps { get; private set; }

    public TimeSpan Stalls { get; private set; }

    public TimeSpan LongestWait { get; private set; }

    public long Heard { get; private set; }

    public void Run(TimeSpan length)
    {
        var tick = TimeSpan.TicksPerMillisecond * 20;
        var arrival = NextArrival();
        while (_time.Ticks < length.Ticks)
        {
            var now = Math.Min(arrival, tick);
            _time.Ticks = now;
            Check();
            if (now == tick)
            {
                Audio.OnTick();
                tick += TimeSpan.TicksPerMillisecond * 20;
            }
            else
            {
                Deliver();
                arrival = NextArrival();
            }

            Check();
        }
    }

    private void Deliver()
    {
        _frame.AsSpan().Fill((short)((_number % Numbers) + 1));
        var dropped = Audio.DroppedLate;
        Audio.OnFrame(_frame, Rate);
        if (Audio.DroppedLate == dropped)
        {
            _taken.Enqueue(_number);
        }

        while (_taken.TryPeek(out var number) && number <= _lastHeard)
        {
            _taken.Dequeue();
        }

        LongestWait = TimeSpan.FromMilliseconds(Math.Max(LongestWait.TotalMilliseconds, 10 * _taken.Count));
        _number++;
    }

    private long NextArrival()
    {
        _captured += _period;
        if (_random.Next(6_000) == 0)
        {
            var gap = TimeSpan.FromMilliseconds(_random.Next(200, 8_000));
            _captured += gap.Ticks;
            Gaps += gap;
        }

        if (_random.Next(3_000) == 0 && _captured > _stallUntil)
        {
            var stall = TimeSpan.FromMilliseconds(_random.Next(100, 600));
            _stallUntil = _captured + stall.Ticks;
            Stalls += stall;
        }

        var arrival = Math.Max(_captured + (long)(_random.NextDouble() * 80 * TimeSpan.TicksPerMillisecond), _stallUntil);
        _lastArrival = Math.Max(arrival, _lastArrival + 1);
        return _lastArrival;
    }

    private void Receive(ReadOnlySpan<byte> message)
    {
        foreach (var value in MemoryMarshal.Cast<byte, short>(message))
        {
            if (value == 0)
            {
                continue;
            }

            // The number of the frame, from its remainder and the frame delivered now.
            var number = _number - ((_number - (value - 1)) % Numbers);
            Assert.True(number >= _lastHeard, "A frame came out of order.");
            Heard += number > _lastHeard ? 1 : 0;
            _lastHeard = number;
        }
    }

    private void Check()
    {
        var difference = Audio.Sent - TimeSpan.FromTicks(_time.Ticks);
        Lowest = difference < Lowest ? difference : Lowest;
        Highest = difference > Highest ? difference : Highest;
    }
}
