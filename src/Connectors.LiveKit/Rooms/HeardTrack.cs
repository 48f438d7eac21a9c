using Connectors.Core.Rooms;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>The stream of the track that is heard: frames go from the library's callback straight to the listener.</summary>
/// <param name="library">The library.</param>
/// <param name="track">The subscribed track; its handle is taken over.</param>
/// <param name="listener">Given the frames.</param>
/// <param name="inbox">Told what was lost.</param>
/// <param name="count">Counts the frames.</param>
internal sealed class HeardTrack(LiveKitLibrary library, OwnedTrack track, IRoomListener listener, RoomInbox inbox, FrameCount count)
    : IAudioSink
{
    private ulong _stream;

    /// <summary>Id of the track.</summary>
    public string Id => track.Info.Sid;

    /// <summary>Asks for the frames.</summary>
    /// <param name="frameMilliseconds">Length of a frame.</param>
    /// <param name="queuedFrames">How many frames of 10 ms the library may keep.</param>
    public void Start(int frameMilliseconds, int queuedFrames)
    {
        var request = new NewAudioStreamRequest
        {
            TrackHandle = track.Handle.Id,
            Type = AudioStreamType.AudioStreamNative,
            // What Opus decodes to: any other rate would be resampled by the library, at a cost.
            SampleRate = 48_000,
            NumChannels = 1,
            QueueSizeFrames = (uint)queuedFrames,
        };
        if (frameMilliseconds != 10)
        {
            // 10 ms is what the library makes anyway; asked for, it would copy every frame once more.
            request.FrameSizeMs = (uint)frameMilliseconds;
        }

        if (library.TryRequest(new FfiRequest { NewAudioStream = request }, out var response))
        {
            _stream = response.NewAudioStream.Stream.Handle.Id;
            library.AddStream(_stream, this);
        }
    }

    /// <inheritdoc/>
    public void OnFrame(ReadOnlySpan<short> samples, int sampleRate)
    {
        if (count.OnFrame() is > 0 and var lost)
        {
            _ = inbox.Post(new Core.Rooms.RoomEvent.AudioDropped(lost));
        }

        listener.OnAudioFrame(samples, sampleRate);
    }

    /// <summary>Ends the stream and gives back both handles.</summary>
    public void Stop()
    {
        library.RemoveStream(_stream);
        library.Drop(_stream);
        library.Drop(track.Handle.Id);
    }
}
