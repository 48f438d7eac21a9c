using Connectors.Core.Rooms;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>A subscribed track and its stream: frames go from the library's callback straight to the listener.</summary>
/// <param name="library">The library.</param>
/// <param name="track">The track; its handle is taken over.</param>
/// <param name="listener">Given the frames.</param>
/// <param name="inbox">Told what was lost.</param>
/// <param name="settings">Length of a frame, how many the library keeps, and the clock.</param>
internal sealed class HeardTrack(
    LiveKitLibrary library, OwnedTrack track, IRoomListener listener, RoomInbox inbox, (LiveKitOptions Options, TimeProvider Time) settings)
    : IAudioSink
{
    private FrameCount _count = new(settings.Time, settings.Options.FrameMilliseconds);
    private ulong _stream;

    /// <summary>Id of the track.</summary>
    public string Id => track.Info.Sid;

    /// <summary>Asks for the frames.</summary>
    public void Start()
    {
        var request = new NewAudioStreamRequest
        {
            TrackHandle = track.Handle.Id,
            Type = AudioStreamType.AudioStreamNative,
            // What Opus decodes to: any other rate would be resampled by the library, at a cost.
            SampleRate = 48_000,
            NumChannels = 1,
            QueueSizeFrames = (uint)settings.Options.QueuedFrames,
        };
        if (settings.Options.FrameMilliseconds != 10)
        {
            // 10 ms is what the library makes anyway; asked for, it would copy every frame once more.
            request.FrameSizeMs = (uint)settings.Options.FrameMilliseconds;
        }

        Pause();
        if (library.TryRequest(new FfiRequest { NewAudioStream = request }, out var response))
        {
            _count = new(settings.Time, settings.Options.FrameMilliseconds);
            _stream = response.NewAudioStream.Stream.Handle.Id;
            library.AddStream(_stream, this);
        }
    }

    /// <summary>Ends the frames; the track can be started again.</summary>
    public void Pause()
    {
        library.RemoveStream(_stream);
        library.Drop(_stream);
        _stream = 0;
    }

    /// <summary>Ends it and gives back the track's handle.</summary>
    public void Stop()
    {
        Pause();
        library.Drop(track.Handle.Id);
    }

    /// <inheritdoc/>
    public void OnFrame(ReadOnlySpan<short> samples, int sampleRate)
    {
        if (_count.OnFrame() is > 0 and var lost)
        {
            _ = inbox.Post(new Core.Rooms.RoomEvent.AudioDropped(lost));
        }

        listener.OnAudioFrame(samples, sampleRate);
    }
}
