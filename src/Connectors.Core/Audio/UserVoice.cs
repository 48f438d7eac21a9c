namespace Connectors.Core.Audio;

/// <summary>The user's voice in time: a detector whose positions become timestamps of the clock. Not thread-safe.</summary>
internal sealed class UserVoice(TimeProvider time, Action<bool, long> tell, VoiceDetectorOptions options)
{
    // Silence as it is fed when the microphone gives nothing: 20 ms at the highest rate.
    private readonly short[] _silence = new short[960];
    private VoiceDetector? _detector;
    private long _startedAt;
    private long _lastVoicedAt;
    private long _heardUntil;

    /// <summary>Samples of zero.</summary>
    public ReadOnlySpan<short> Silence => _silence;

    /// <summary>Hears a frame whose last sample is of now.</summary>
    public void Hear(ReadOnlySpan<short> samples, int rate, long now)
    {
        if (_detector?.SampleRate != rate)
        {
            End();
            _detector = new(rate, options);
        }

        _heardUntil = now;
        Judge(_detector, samples, now);
    }

    /// <summary>There were no frames; ends speech by the clock.</summary>
    public void HearNothing(long now)
    {
        if (_detector is not { IsSpeaking: true } detector)
        {
            return;
        }

        var missing = (long)(time.GetElapsedTime(_heardUntil, now).TotalSeconds * detector.SampleRate);
        _heardUntil = now;
        while (missing > 0 && detector.IsSpeaking)
        {
            var count = (int)Math.Min(missing, _silence.Length);
            missing -= count;
            Judge(detector, _silence.AsSpan(0, count), now - (missing * time.TimestampFrequency / detector.SampleRate));
        }
    }

    private void Judge(VoiceDetector detector, ReadOnlySpan<short> samples, long now)
    {
        var voicedBefore = detector.LastVoiced;
        var state = detector.Process(samples);
        if (detector.LastVoiced != voicedBefore)
        {
            _lastVoicedAt = TimeOf(detector, detector.LastVoiced, now);
        }

        if (state == VoiceState.Started)
        {
            _startedAt = TimeOf(detector, detector.SpeechStart, now);
            tell(true, _startedAt);
        }
        else if (state == VoiceState.Ended)
        {
            tell(false, _lastVoicedAt);
        }
    }

    private void End()
    {
        if (_detector is { IsSpeaking: true })
        {
            tell(false, _lastVoicedAt);
        }
    }

    private long TimeOf(VoiceDetector detector, long position, long now) =>
        now - ((detector.Position - position) * time.TimestampFrequency / detector.SampleRate);
}
