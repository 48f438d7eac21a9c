using Connectors.LiveKit.Publishing;

namespace Connectors.Sandbox.Rooms;

/// <summary>
/// A published audio track that always sounds, as a microphone does: what is queued, else silence. The track's back-pressure
/// is its clock.
/// </summary>
internal sealed class SpeakingTrack : IAsyncDisposable
{
    // What the library queues before it sends; the last sample has sounded when that much silence went after it.
    private const int SilentFramesBehind = 4;

    private readonly AudioPublication _track;
    private readonly SpeechQueue _queue;
    private readonly Action<bool>? _playingChanged;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    /// <summary>Begins to sound.</summary>
    /// <param name="track">The track; disposed with this.</param>
    /// <param name="queue">What is to sound, at the track's rate.</param>
    /// <param name="playingChanged">Told when the queue begins to sound and when it has sounded or was cleared.</param>
    public SpeakingTrack(AudioPublication track, SpeechQueue queue, Action<bool>? playingChanged)
    {
        _track = track;
        _queue = queue;
        _playingChanged = playingChanged;
        _run = Task.Run(RunAsync);
    }

    /// <summary>The server's id of the track.</summary>
    public string TrackId => _track.TrackId;

    /// <summary>Drops what is queued here and in the library.</summary>
    public void Clear()
    {
        _queue.Clear();
        _track.Clear();
    }

    /// <summary>Mutes or unmutes the track.</summary>
    /// <param name="isMuted">New state.</param>
    public void Mute(bool isMuted) => _track.Mute(isMuted);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await _track.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var frame = new short[_track.SampleRate / 100];
        var silent = SilentFramesBehind;
        var lastClears = 0;
        var isPlaying = false;
        do
        {
            var sounds = _queue.Take(frame, out var clears) > 0;
            silent = sounds ? 0 : silent + 1;
            if (isPlaying && (clears != lastClears || silent >= SilentFramesBehind))
            {
                isPlaying = false;
                _playingChanged?.Invoke(false);
            }

            lastClears = clears;
            if (sounds && !isPlaying)
            {
                isPlaying = true;
                _playingChanged?.Invoke(true);
            }
        }
        while (!_stop.IsCancellationRequested && await _track.CaptureAsync(frame));

        if (isPlaying)
        {
            _playingChanged?.Invoke(false);
        }
    }
}
