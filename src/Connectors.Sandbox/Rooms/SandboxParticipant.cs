using Connectors.Core.Rooms;
using Connectors.LiveKit;
using Connectors.LiveKit.Publishing;
using Connectors.LiveKit.Rooms;

namespace Connectors.Sandbox.Rooms;

/// <summary>A participant of the sandbox in a room: joins, publishes, and hears one other participant.</summary>
/// <param name="heardIdentity">Whose audio it hears, as soon as there is any; null for nobody's.</param>
/// <param name="time">The clock.</param>
internal sealed class SandboxParticipant(string? heardIdentity, TimeProvider time) : IRoomListener, IAsyncDisposable
{
    private readonly TaskCompletionSource<RoomEvent> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RoomEvent.Ended> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveKitRoomConnection? _connection;

    /// <summary>Told every event of the room, from its thread; returns at once and doesn't throw. Set it before joining.</summary>
    public Action<RoomEvent>? Happened { get; set; }

    /// <summary>What it has heard so far.</summary>
    public HeardSound Heard { get; } = new(time);

    /// <summary>Completes when the connection is over.</summary>
    public Task<RoomEvent.Ended> Ended => _ended.Task;

    private LiveKitRoomConnection Connection => _connection ?? throw new InvalidOperationException("Not joined.");

    /// <summary>Joins, once.</summary>
    /// <param name="url">The room server.</param>
    /// <param name="token">Its token.</param>
    /// <param name="cancellation">Gives up; what was begun is undone.</param>
    /// <exception cref="IOException">The room could not be joined; the message says why.</exception>
    public async Task JoinAsync(Uri url, string token, CancellationToken cancellation)
    {
        _connection = new LiveKitRoomTransport(new LiveKitOptions(), time).Enter(new(url, token), this);
        RoomEvent outcome;
        try
        {
            outcome = await _joined.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            await _connection.DisposeAsync();
            throw;
        }

        if (outcome is RoomEvent.Ended ended)
        {
            throw new IOException($"The room could not be joined ({ended.Kind}): {ended.Reason}");
        }
    }

    /// <summary>Publishes an audio track that sounds at all times.</summary>
    /// <param name="name">Name of the track.</param>
    /// <param name="isMicrophone">Whether it is said to be a microphone.</param>
    /// <param name="sampleRate">Hz of the queue.</param>
    /// <param name="speech">What is to sound, and who is told when it does.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">It was not published.</exception>
    public async Task<SpeakingTrack> SpeakAsync(
        string name,
        bool isMicrophone,
        int sampleRate,
        (SpeechQueue Queue, Action<bool>? PlayingChanged) speech,
        CancellationToken cancellation)
    {
        var track = await new RoomPublisher(Connection).PublishAudioAsync(name, isMicrophone, sampleRate, cancellation);
        return new(track, speech.Queue, speech.PlayingChanged);
    }

    /// <summary>Publishes a video track.</summary>
    /// <param name="name">Name of the track.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="framesPerSecond">How many frames will be captured.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">It was not published.</exception>
    public Task<VideoPublication> ShowAsync(
        string name, (int Width, int Height) size, int framesPerSecond, CancellationToken cancellation) =>
        new RoomPublisher(Connection).PublishVideoAsync(name, size, framesPerSecond, cancellation);

    /// <summary>Sends a data packet.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">Its content.</param>
    /// <param name="destination">The only receiver, or null for everyone.</param>
    public bool TrySendData(string topic, ReadOnlySpan<byte> payload, string? destination = null) =>
        Connection.TrySendData(topic, payload, destination);

    /// <summary>Leaves, bounded in time.</summary>
    public Task LeaveAsync() => _connection?.LeaveAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    void IRoomListener.OnAudioFrame(ReadOnlySpan<short> samples, int sampleRate) => Heard.Add(samples, sampleRate);

    /// <inheritdoc/>
    void IRoomListener.OnEvent(RoomEvent e)
    {
        switch (e)
        {
            case RoomEvent.Joined joined:
                foreach (var track in joined.Tracks)
                {
                    HearIfWanted(track);
                }

                _joined.TrySetResult(joined);
                break;
            case RoomEvent.TrackPublished published:
                HearIfWanted(published.Track);
                break;
            case RoomEvent.Ended ended:
                _joined.TrySetResult(ended);
                _ended.TrySetResult(ended);
                break;
        }

        Happened?.Invoke(e);
    }

    private void HearIfWanted(RoomTrack track)
    {
        if (track.IsAudio && track.Identity == heardIdentity)
        {
            _connection?.Hear(track.Id);
        }
    }
}
