using Connectors.Audio;

namespace Connectors.Sandbox.Agents;

/// <summary>Sends a turn's audio the way providers do: in bursts of irregular pieces.</summary>
/// <param name="pace">How.</param>
/// <param name="time">Clock of the pace.</param>
internal sealed class BurstSender(BurstPace pace, TimeProvider time)
{
    private uint _random = pace.Seed;

    /// <summary>Cuts the audio up and sends the pieces in order.</summary>
    /// <param name="audio">Of one turn.</param>
    /// <param name="format">Its format.</param>
    /// <param name="send">Sends one piece.</param>
    /// <param name="cancellationToken">Stops between two pieces, as at an interruption.</param>
    public async Task SendAsync(
        ReadOnlyMemory<byte> audio, AudioFormat format, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellationToken)
    {
        foreach (var piece in Cut(audio, format))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await send(piece);
            if (double.IsFinite(pace.Speed))
            {
                await Task.Delay(format.DurationOf(piece.Length) / pace.Speed, time, cancellationToken);
            }
        }
    }

    /// <summary>The pieces, in order; together they are the audio.</summary>
    /// <param name="audio">Of one turn.</param>
    /// <param name="format">Its format.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> audio, AudioFormat format)
    {
        while (!audio.IsEmpty)
        {
            _random = (_random * 1_664_525) + 1_013_904_223;
            var size = pace.SmallestBytes + (int)(_random % (uint)(pace.LargestBytes - pace.SmallestBytes + 1));
            size = pace.CutsSamples ? size | 1 : Math.Max(size - (size % format.BytesPerSample), format.BytesPerSample);
            size = Math.Min(size, audio.Length);
            yield return audio[..size];
            audio = audio[size..];
        }
    }
}
