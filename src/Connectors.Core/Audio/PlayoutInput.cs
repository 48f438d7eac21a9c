using Connectors.Audio;
using Connectors.Core.Avatars;

namespace Connectors.Core.Audio;

/// <summary>Turns an agent's bytes into samples of the avatar's rate, piece by piece. Used by one writer at a time.</summary>
internal sealed class PlayoutInput
{
    // Small pieces, so that the loop never waits long for the lock under which they are stored.
    private const int PieceBytes = 2_048;

    private readonly SampleDecoder _decoder;
    private readonly Resampler _resampler;
    private readonly short[] _decoded;
    private readonly short[] _resampled;

    public PlayoutInput(AudioFormat format)
    {
        _decoder = new(format);
        _resampler = new(format.SampleRate, AvatarLimits.Audio.SampleRate, aligned: true);
        _decoded = new short[_decoder.MaximumOutput(PieceBytes)];
        _resampled = new short[Math.Max(_resampler.MaximumOutput(_decoded.Length), _resampler.MaximumTail)];
    }

    /// <summary>What the bytes are.</summary>
    public AudioFormat Format => _decoder.Format;

    /// <summary>Converts the next piece.</summary>
    /// <param name="audio">Shortened by what was taken.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<short> Take(ref ReadOnlySpan<byte> audio)
    {
        var piece = audio[..Math.Min(audio.Length, PieceBytes)];
        audio = audio[piece.Length..];
        var count = _decoder.Decode(piece, _decoded);
        return _resampled.AsSpan(0, _resampler.Process(_decoded.AsSpan(0, count), _resampled));
    }

    /// <summary>What the filter still holds. Half a sample is kept, because the turn may go on.</summary>
    public ReadOnlySpan<short> Flush() => _resampled.AsSpan(0, _resampler.Flush(_resampled));

    /// <summary>Another turn follows.</summary>
    public void Reset() => _decoder.Reset();
}
