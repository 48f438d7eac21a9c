using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

/// <summary>A user's microphone with a fake clock, and what the agent got.</summary>
internal sealed class MicrophoneRoom
{
    private readonly FakeTime _time = new();
    private AudioFormat _format;
    private long _position;
    private int _rate;

    public MicrophoneRoom(AudioFormat format)
    {
        var origin = _time.GetTimestamp();
        Audio = new(
            _time,
            message => Messages.Add(message.ToArray()),
            (started, at) => Voice.Add((started, _time.GetElapsedTime(origin, at), _time.Elapsed)));
        Start(format);
    }

    public UserAudio Audio { get; }

    public List<byte[]> Messages { get; } = [];

    public List<(bool Started, TimeSpan At, TimeSpan Told)> Voice { get; } = [];

    public TimeSpan Passed => _time.Elapsed;

    public void Start(AudioFormat format)
    {
        _format = format;
        Audio.Start(format);
    }

    /// <summary>A tone of 440 Hz, a frame every 10 ms, as it comes from a steady microphone.</summary>
    public void Speak(TimeSpan time, int rate = 16_000) => Frames(time, rate, Signals.Amplitude);

    /// <summary>Frames of a quiet room.</summary>
    public void Silence(TimeSpan time) => Frames(time, 16_000, 20);

    /// <summary>Only the timer.</summary>
    public void Tick(TimeSpan time)
    {
        for (var end = _time.Elapsed + time; _time.Elapsed < end;)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            Audio.OnTick();
        }
    }

    public short[] Samples()
    {
        var decoder = new SampleDecoder(_format);
        var result = new List<short>();
        foreach (var message in Messages)
        {
            var samples = new short[decoder.MaximumOutput(message.Length)];
            result.AddRange(samples.AsSpan(0, decoder.Decode(message, samples)));
        }

        return [.. result];
    }

    private void Frames(TimeSpan time, int rate, double amplitude)
    {
        _position = rate == _rate ? _position : 0;
        _rate = rate;
        for (var end = _time.Elapsed + time; _time.Elapsed < end;)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            var frame = new short[rate / 100];
            for (var i = 0; i < frame.Length; i++)
            {
                frame[i] = (short)(amplitude * Math.Sin(2 * Math.PI * 440 * _position++ / rate));
            }

            Audio.OnFrame(frame, rate);
            if (_time.Elapsed.Ticks / TimeSpan.TicksPerMillisecond % 20 == 0)
            {
                Audio.OnTick();
            }
        }
    }
}
