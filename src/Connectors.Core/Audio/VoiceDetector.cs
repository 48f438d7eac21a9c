namespace Connectors.Core.Audio;

/// <summary>
/// Tells when somebody speaks: the level of 10 ms blocks against a noise floor that follows the room. It reports
/// (<c>user.speak_*</c>, push-to-talk edges) and measures; it never interrupts a provider that detects by itself. Not
/// thread-safe; allocates nothing.
/// </summary>
internal sealed class VoiceDetector
{
    // The floor is the lowest level of the last 2.4 s: speech has gaps shorter than that, steady noise has none.
    private const int Windows = 16;
    private const int BlocksPerWindow = 15;
    private const float Quietest = -90;

    // A muted or absent microphone gives zeros, which say nothing about the room.
    private const float NoSignal = -85;
    private const float LoudestFloor = -30;

    // What the lowest of many short averages lies below the noise's mean.
    private const float Bias = 1;

    private readonly VoiceDetectorOptions _options;
    private readonly int _block;
    private readonly float _decay;
    private readonly int _attackBlocks;
    private readonly long _hangover;
    private readonly float[] _lowest = new float[Windows];
    private int _window;
    private int _windowBlocks;
    private float _previous;
    private float _filtered;
    private float _energy;
    private int _count;
    private float _smooth = Quietest;
    private int _voiced;
    private long _candidate;

    /// <summary>A detector for one stream.</summary>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="options">Thresholds and times.</param>
    public VoiceDetector(int sampleRate, VoiceDetectorOptions options)
    {
        _options = options;
        SampleRate = sampleRate;
        _block = sampleRate / 100;
        // Hum and handling noise below 80 Hz is no voice.
        _decay = MathF.Exp(-2 * MathF.PI * 80 / sampleRate);
        _attackBlocks = Math.Max(1, (int)(options.Attack.TotalMilliseconds / 10));
        _hangover = (long)(options.Hangover.TotalSeconds * sampleRate);
        Array.Fill(_lowest, float.MaxValue);
    }

    /// <summary>Hz.</summary>
    public int SampleRate { get; }

    /// <summary>Samples heard since the start.</summary>
    public long Position { get; private set; }

    /// <summary>Where the last speech began, in samples since the start.</summary>
    public long SpeechStart { get; private set; }

    /// <summary>Where its last voiced block ended, in samples since the start: the end of the speech, not of the hangover.</summary>
    public long LastVoiced { get; private set; }

    /// <summary>Whether somebody speaks, or paused only just now.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>Noise level, in dB of full scale.</summary>
    public float Floor { get; private set; } = Quietest;

    /// <summary>Hears the next frame.</summary>
    /// <param name="frame">10 or 20 ms; other lengths work too.</param>
    public VoiceState Process(ReadOnlySpan<short> frame)
    {
        var was = IsSpeaking;
        var changed = false;
        while (!frame.IsEmpty)
        {
            var part = frame[..Math.Min(frame.Length, _block - _count)];
            Accumulate(part);
            frame = frame[part.Length..];
            if (_count == _block)
            {
                Judge(10 * MathF.Log10(Math.Max(_energy / _block / (32_768f * 32_768f), 1e-9f)));
                changed |= IsSpeaking != was;
                _energy = 0;
                _count = 0;
            }
        }

        return (IsSpeaking, changed) switch
        {
            (true, true) => VoiceState.Started,
            (true, false) => VoiceState.Speaking,
            (false, true) => VoiceState.Ended,
            _ => VoiceState.Silent,
        };
    }

    private void Accumulate(ReadOnlySpan<short> samples)
    {
        float previous = _previous, filtered = _filtered, energy = _energy;
        foreach (var sample in samples)
        {
            filtered = (_decay * filtered) + sample - previous;
            previous = sample;
            energy += filtered * filtered;
        }

        (_previous, _filtered, _energy) = (previous, filtered, energy);
        _count += samples.Length;
        Position += samples.Length;
    }

    private void Judge(float level)
    {
        Follow(level);
        var threshold = Math.Max(Floor + _options.StartAbove, _options.MinimumLevel);
        var staying = Math.Max(Floor + _options.StayAbove, _options.MinimumLevel - (_options.StartAbove - _options.StayAbove));
        if (!IsSpeaking)
        {
            Attack(level > threshold);
            return;
        }

        if (level > staying)
        {
            LastVoiced = Position;
        }
        else if (Position - LastVoiced >= _hangover)
        {
            IsSpeaking = false;
            _voiced = 0;
        }
    }

    private void Attack(bool voiced)
    {
        if (!voiced)
        {
            _voiced = Math.Max(0, _voiced - 1);
            return;
        }

        if (_voiced++ == 0)
        {
            _candidate = Position - _block;
        }

        LastVoiced = Position;
        if (_voiced >= _attackBlocks)
        {
            SpeechStart = _candidate;
            IsSpeaking = true;
        }
    }

    private void Follow(float level)
    {
        if (level < NoSignal)
        {
            return;
        }

        _smooth = _smooth <= Quietest ? level : _smooth + ((level - _smooth) * 0.3f);
        _lowest[_window] = Math.Min(_lowest[_window], _smooth);
        if (++_windowBlocks == BlocksPerWindow)
        {
            _windowBlocks = 0;
            _window = (_window + 1) % Windows;
            _lowest[_window] = _smooth;
        }

        var lowest = float.MaxValue;
        foreach (var value in _lowest)
        {
            lowest = Math.Min(lowest, value);
        }

        Floor = Math.Min(lowest + Bias, LoudestFloor);
    }
}
