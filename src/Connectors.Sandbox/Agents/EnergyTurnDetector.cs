using Connectors.Audio;

namespace Connectors.Sandbox.Agents;

/// <summary>
/// Finds the user's turns by the energy of the audio a provider receives. Its clock is the audio itself, as with the real
/// providers: without audio no time passes.
/// </summary>
/// <param name="format">Of the audio.</param>
/// <param name="settings">How, or null for the defaults.</param>
internal sealed class EnergyTurnDetector(AudioFormat format, TurnDetection? settings = null)
{
    private readonly AudioFormat _format = format;
    private readonly TurnDetection _settings = settings ?? new();
    private readonly int _blockSamples = format.SampleRate / 100;

    private double _energy;
    private int _inBlock;
    private byte _odd;
    private bool _hasOdd;
    private long _samples;
    private TimeSpan _loud;
    private TimeSpan _loudSince;
    private TimeSpan _lastLoud;

    /// <summary>Whether the user is speaking.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>Audio received so far.</summary>
    public TimeSpan Received => TimeSpan.FromSeconds((double)_samples / _format.SampleRate);

    /// <summary>Takes audio of the format, of any length.</summary>
    /// <param name="audio">The audio.</param>
    /// <returns>The edges in it, mostly none.</returns>
    public IReadOnlyList<SpeechEdge> Add(ReadOnlySpan<byte> audio)
    {
        List<SpeechEdge>? edges = null;
        if (_hasOdd && audio.Length > 0)
        {
            AddSample(SampleCoding.Decode([_odd, audio[0]], 0, _format), ref edges);
            audio = audio[1..];
        }

        var count = audio.Length / _format.BytesPerSample;
        _hasOdd = audio.Length % _format.BytesPerSample != 0;
        _odd = _hasOdd ? audio[^1] : default;
        for (var i = 0; i < count; i++)
        {
            AddSample(SampleCoding.Decode(audio, i, _format), ref edges);
        }

        return edges ?? [];
    }

    /// <summary>Forgets the user's current speech, as when a provider's input buffer is cleared.</summary>
    public void Reset()
    {
        IsSpeaking = false;
        _loud = TimeSpan.Zero;
    }

    private void AddSample(short sample, ref List<SpeechEdge>? edges)
    {
        _samples++;
        _energy += (double)sample * sample;
        if (++_inBlock < _blockSamples)
        {
            return;
        }

        var isLoud = Math.Sqrt(_energy / _inBlock) >= _settings.Threshold;
        _energy = 0;
        _inBlock = 0;
        if (Judge(isLoud) is { } edge)
        {
            (edges ??= []).Add(edge);
        }
    }

    private SpeechEdge? Judge(bool isLoud)
    {
        var now = Received;
        var block = TimeSpan.FromSeconds((double)_blockSamples / _format.SampleRate);
        if (isLoud)
        {
            _loudSince = _loud == TimeSpan.Zero ? now - block : _loudSince;
            _loud += block;
            _lastLoud = now;
            if (!IsSpeaking && _loud >= _settings.MinimumSpeech)
            {
                IsSpeaking = true;
                return new(Started: true, _loudSince, now);
            }

            return null;
        }

        var silence = now - _lastLoud;
        if (silence >= _settings.Gap && !IsSpeaking)
        {
            _loud = TimeSpan.Zero;
        }

        if (!IsSpeaking || silence < _settings.Silence)
        {
            return null;
        }

        Reset();
        return new(Started: false, _lastLoud, now);
    }
}
