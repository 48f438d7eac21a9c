using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>
/// The way up: the microphone's frames become messages in the agent's format. The frames that arrive are its clock; every
/// frame leaves in the call in which it arrived. Providers need audio without gaps, so silence fills in where frames
/// are missing, and what arrives for a slot already filled is dropped: the audio sent never lies more than 100 ms from the time
/// passed. Thread-safe; the steady state allocates nothing.
/// </summary>
internal sealed class UserAudio
{
    private const int PieceMilliseconds = 10;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly UserAudioSink _sink;
    private readonly UserAudioOptions _options;
    private readonly UserVoice _voice;
    private UserStream? _stream;
    private long _lastFrame;
    private bool _hasFrames;
    private int _rate = 48_000;
    private bool _isOpen = true;
    private TimeSpan _filled;
    private TimeSpan _dropped;
    private TimeSpan _sent;

    /// <summary>Nothing is sent until <see cref="Start"/>; the voice is heard at once.</summary>
    /// <param name="time">Clock.</param>
    /// <param name="sink">Takes the messages.</param>
    /// <param name="voice">
    /// Told that the user began (true) or ended (false) to speak, with the time of the first or last voiced sample as the
    /// clock's timestamp. Called on the thread of the frame or tick; returns at once and doesn't call back.
    /// </param>
    /// <param name="options">Message length and limits.</param>
    /// <exception cref="ArgumentException">The options are out of range; names all that are.</exception>
    public UserAudio(TimeProvider time, UserAudioSink sink, Action<bool, long> voice, UserAudioOptions? options = null)
    {
        _time = time;
        _sink = sink;
        _options = options ?? new();
        if (_options.Errors() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        _voice = new(time, voice, _options.Voice);
    }

    /// <summary>Told how long each frame that was sent has taken; called on its thread.</summary>
    public Action<TimeSpan>? Sending { get; init; }

    /// <summary>Whether the user is let through: false when muted or outside push-to-talk; silence is sent instead.</summary>
    public bool IsOpen
    {
        get => Volatile.Read(ref _isOpen);
        set => Volatile.Write(ref _isOpen, value);
    }

    /// <summary>Silence sent where frames were missing, since construction.</summary>
    public TimeSpan FilledSilence => Read(static audio => audio._filled);

    /// <summary>Audio dropped because its slot had been filled, or the microphone's clock runs fast, since construction.</summary>
    public TimeSpan DroppedLate => Read(static audio => audio._dropped);

    /// <summary>Audio sent, silence included, since construction.</summary>
    public TimeSpan Sent => Read(static audio => audio._sent);

    /// <summary>Begins to send, in the format of a connection; replaces one before.</summary>
    /// <param name="format">The agent's input format.</param>
    public void Start(AudioFormat format)
    {
        lock (_lock)
        {
            _stream = new(format, _options.Message, _time.GetTimestamp());
        }
    }

    /// <summary>Ends sending; frames only feed the voice detector from now on.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stream = null;
        }
    }

    /// <summary>A frame of the microphone arrived.</summary>
    /// <param name="samples">Mono; any length.</param>
    /// <param name="rate">Hz, 8,000 to 48,000; may change.</param>
    public void OnFrame(ReadOnlySpan<short> samples, int rate)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            Fill(now);
            _rate = rate;
            _lastFrame = now;
            _hasFrames = true;
            _voice.Hear(samples, rate, now);
            if (_stream is null)
            {
                return;
            }

            var duration = TimeSpan.FromTicks(samples.Length * TimeSpan.TicksPerSecond / rate);
            if (_stream.Taken + duration - Elapsed(_stream, now) > _options.Before)
            {
                _dropped += duration;
                return;
            }

            Send(_stream, samples, rate, _isOpen);
            Sending?.Invoke(_time.GetElapsedTime(now));
        }
    }

    /// <summary>Fills in silence where it is due; to be called about every 20 ms.</summary>
    public void OnTick()
    {
        lock (_lock)
        {
            Fill(_time.GetTimestamp());
        }
    }

    private void Fill(long now)
    {
        var isSilent = !_hasFrames || _time.GetElapsedTime(_lastFrame, now) >= _options.SilentAfter;
        if (isSilent)
        {
            // The user who left in the middle of a word has ended too.
            _voice.HearNothing(now);
        }

        if (_stream is not { } stream)
        {
            return;
        }

        // Without a microphone up to the present; with one only as far as needed, because its frames are just late.
        var behind = isSilent ? _options.Message : _options.Behind;
        var samples = _rate * PieceMilliseconds / 1_000;
        while (Elapsed(stream, now) - stream.Sent >= behind)
        {
            var piece = TimeSpan.FromMilliseconds(PieceMilliseconds);
            _filled += piece;
            Send(stream, _voice.Silence[..samples], _rate, isOpen: false);
        }
    }

    private void Send(UserStream stream, ReadOnlySpan<short> samples, int rate, bool isOpen)
    {
        var before = stream.Sent;
        stream.Take(samples, rate, isOpen, _sink);
        _sent += stream.Sent - before;
    }

    private TimeSpan Elapsed(UserStream stream, long now) => _time.GetElapsedTime(stream.StartedAt, now);

    private TimeSpan Read(Func<UserAudio, TimeSpan> read)
    {
        lock (_lock)
        {
            return read(this);
        }
    }
}
