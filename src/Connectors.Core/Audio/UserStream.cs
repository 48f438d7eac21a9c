using Connectors.Audio;

namespace Connectors.Core.Audio;

/// <summary>The user's audio towards one agent connection: resampled, cut into messages. Not thread-safe.</summary>
internal sealed class UserStream
{
    private const int PieceMilliseconds = 20;

    private readonly AudioFormat _format;
    private readonly short[] _pending;
    private readonly byte[] _message;
    private Resampler? _resampler;
    private int _rate;
    private short[] _resampled = [];
    private short[] _silence = [];
    private int _count;
    private long _sentSamples;

    public UserStream(AudioFormat format, TimeSpan message, long startedAt)
    {
        _format = format;
        StartedAt = startedAt;
        _pending = new short[(int)(message.TotalSeconds * format.SampleRate)];
        _message = new byte[_pending.Length * format.BytesPerSample];
    }

    /// <summary>Timestamp of the start.</summary>
    public long StartedAt { get; }

    /// <summary>Audio sent.</summary>
    public TimeSpan Sent => TimeSpan.FromTicks(_sentSamples * TimeSpan.TicksPerSecond / _format.SampleRate);

    /// <summary>Audio taken, with what waits for its message to become full.</summary>
    public TimeSpan Taken => TimeSpan.FromTicks((_sentSamples + _count) * TimeSpan.TicksPerSecond / _format.SampleRate);

    /// <summary>Takes audio and sends what is full.</summary>
    /// <param name="samples">Mono.</param>
    /// <param name="rate">Hz.</param>
    /// <param name="isOpen">False: silence of the same length instead.</param>
    /// <param name="sink">Takes the messages.</param>
    public void Take(ReadOnlySpan<short> samples, int rate, bool isOpen, UserAudioSink sink)
    {
        if (_resampler is null || rate != _rate)
        {
            Change(rate);
        }

        while (!samples.IsEmpty)
        {
            var piece = samples[..Math.Min(samples.Length, _silence.Length)];
            samples = samples[piece.Length..];
            piece = isOpen ? piece : _silence.AsSpan(0, piece.Length);
            Pack(_resampled.AsSpan(0, _resampler!.Process(piece, _resampled)), sink);
        }
    }

    private void Change(int rate)
    {
        _rate = rate;
        _resampler = new(rate, _format.SampleRate);
        _silence = new short[rate * PieceMilliseconds / 1_000];
        _resampled = new short[_resampler.MaximumOutput(_silence.Length)];
    }

    private void Pack(ReadOnlySpan<short> samples, UserAudioSink sink)
    {
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(samples.Length, _pending.Length - _count)];
            part.CopyTo(_pending.AsSpan(_count));
            _count += part.Length;
            samples = samples[part.Length..];
            if (_count == _pending.Length)
            {
                PcmBytes.Write(_pending, _format.Encoding, _message);
                _sentSamples += _count;
                _count = 0;
                sink(_message);
            }
        }
    }
}
