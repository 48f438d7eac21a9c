using System.Diagnostics.CodeAnalysis;
using Connectors.Audio;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>A reply under way, with the server's estimate of how far it was heard.</summary>
/// <param name="id">Its event id.</param>
/// <param name="text">Its text.</param>
/// <param name="previous">The reply that is spoken first, if it is still under way.</param>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or link holds nothing to dispose of.")]
internal sealed class Reply(long id, string text, Reply? previous)
{
    private readonly CancellationTokenSource _stop = new();
    private Reply? _previous = previous;
    private long _playoutStart;

    public long Id => id;

    public string Text { get; set; } = text;

    public byte[] Audio { get; private set; } = [];

    public Task Speaking { get; set; } = Task.CompletedTask;

    public CancellationToken Stop => _stop.Token;

    /// <summary>Timestamp at which what was sent so far has been heard.</summary>
    public long PlayoutEnd { get; private set; }

    public void Begin(byte[] audio, long start)
    {
        Audio = audio;
        _playoutStart = start;
        PlayoutEnd = start;
    }

    public void Sent(TimeSpan audio, TimeProvider time) => PlayoutEnd += (long)(audio.TotalSeconds * time.TimestampFrequency);

    public bool IsAudible(TimeProvider time) => Audio.Length > 0 && (!Speaking.IsCompleted || time.GetTimestamp() < PlayoutEnd);

    public string HeardText(TimeProvider time, AudioFormat format)
    {
        var heard = time.GetElapsedTime(_playoutStart) / format.DurationOf(Audio.Length);
        return Text[..(int)(Text.Length * Math.Clamp(heard, 0, 1))].TrimEnd();
    }

    /// <summary>Waits until the reply before it was sent, and tells when that will have been heard.</summary>
    public async Task<long> AwaitPreviousAsync()
    {
        if (_previous is not { } previous)
        {
            return 0;
        }

        await previous.Speaking;
        _previous = null;
        return previous.PlayoutEnd;
    }

    /// <summary>Stops it and what is still to be spoken before it.</summary>
    public async Task StopAsync()
    {
        if (_previous is { } previous)
        {
            await previous.StopAsync();
        }

        await _stop.CancelAsync();
        await Speaking;
    }
}
