using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>The input audio buffer and the voice detection over it.</summary>
internal sealed class UserAudio
{
    /// <summary>Least audio of a commit, in bytes: 100 ms.</summary>
    public const int LeastCommit = 4_800;

    private static readonly AudioFormat Format = AudioFormat.Pcm16(24_000);

    private EnergyTurnDetector _detector = new(Format);
    private TimeSpan _silence = new TurnDetection().Silence;
    private TimeSpan _offset;

    /// <summary>Bytes since the last commit.</summary>
    public long Buffered { get; private set; }

    /// <summary>Takes audio.</summary>
    /// <param name="audio">24 kHz PCM.</param>
    /// <param name="silence">Silence that ends a turn; null: nobody detects turns.</param>
    /// <returns>Where the user began and stopped.</returns>
    public IReadOnlyList<SpeechEdge> Add(ReadOnlySpan<byte> audio, TimeSpan? silence)
    {
        Buffered += audio.Length;
        if (silence is not { } wanted)
        {
            return [];
        }

        if (wanted != _silence)
        {
            _offset += _detector.Received;
            _silence = wanted;
            _detector = new(Format, new TurnDetection { Silence = wanted });
        }

        return [.. _detector.Add(audio).Select(edge => edge with { At = edge.At + _offset, Detected = edge.Detected + _offset })];
    }

    /// <summary>Empties the buffer.</summary>
    /// <returns>What was in it, in bytes.</returns>
    public long Take()
    {
        var taken = Buffered;
        Buffered = 0;
        return taken;
    }

    /// <summary>Empties the buffer and forgets what is being said.</summary>
    public void Clear()
    {
        Buffered = 0;
        _detector.Reset();
    }
}
