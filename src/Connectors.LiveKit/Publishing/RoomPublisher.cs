using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;
using Connectors.LiveKit.Rooms;

namespace Connectors.LiveKit.Publishing;

/// <summary>
/// Publishes tracks of a participant. The service never does (the avatar speaks, not we): this is for the sandbox's user
/// and avatar, and for tests.
/// </summary>
/// <param name="connection">A connection that has joined.</param>
internal sealed class RoomPublisher(LiveKitRoomConnection connection)
{
    // Longer means later: the library plays from this queue, 10 ms at a time.
    private const int QueuedMilliseconds = 40;

    /// <summary>Publishes an audio track.</summary>
    /// <param name="name">Name of the track.</param>
    /// <param name="isMicrophone">Whether it is said to be a microphone; else its source is unknown.</param>
    /// <param name="sampleRate">Rate of what will be captured, in Hz; mono.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">It was not published; the message says why.</exception>
    public async Task<AudioPublication> PublishAudioAsync(string name, bool isMicrophone, int sampleRate, CancellationToken cancellation)
    {
        var library = Library;
        var source = Request(new FfiRequest
        {
            NewAudioSource = new()
            {
                Type = AudioSourceType.AudioSourceNative,
                SampleRate = (uint)sampleRate,
                NumChannels = 1,
                QueueSizeMs = QueuedMilliseconds,
                Options = new() { EchoCancellation = false, NoiseSuppression = false, AutoGainControl = false },
            },
        }).NewAudioSource.Source.Handle.Id;
        var track = Request(new() { CreateAudioTrack = new() { Name = name, SourceHandle = source } }).CreateAudioTrack.Track.Handle.Id;
        var options = new TrackPublishOptions
        {
            Source = isMicrophone ? TrackSource.SourceMicrophone : TrackSource.SourceUnknown,
            // Both off, so that what is measured is what was published.
            Dtx = false,
            Red = false,
        };
        return new(new(library, source, track, await PublishAsync(track, options, cancellation), Participant), sampleRate);
    }

    /// <summary>Publishes a VP8 video track (the sandbox's room server passes on nothing else).</summary>
    /// <param name="name">Name of the track.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="framesPerSecond">How many frames will be captured.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">It was not published; the message says why.</exception>
    public async Task<VideoPublication> PublishVideoAsync(
        string name, (int Width, int Height) size, int framesPerSecond, CancellationToken cancellation)
    {
        var library = Library;
        var source = Request(new FfiRequest
        {
            NewVideoSource = new()
            {
                Type = VideoSourceType.VideoSourceNative,
                Resolution = new() { Width = (uint)size.Width, Height = (uint)size.Height },
            },
        }).NewVideoSource.Source.Handle.Id;
        var track = Request(new() { CreateVideoTrack = new() { Name = name, SourceHandle = source } }).CreateVideoTrack.Track.Handle.Id;
        var options = new TrackPublishOptions
        {
            Source = TrackSource.SourceCamera,
            VideoCodec = VideoCodec.Vp8,
            Simulcast = false,
            VideoEncoding = new() { MaxBitrate = 300_000, MaxFramerate = framesPerSecond },
        };
        return new(new(library, source, track, await PublishAsync(track, options, cancellation), Participant), size);
    }

    private LiveKitLibrary Library => Room.Library;

    private ulong Participant => Room.Participant;

    private JoinedRoom Room => connection.Room ?? throw new IOException("Not in a room.");

    private FfiResponse Request(FfiRequest request) => Library.TryRequest(request, out var response)
        ? response
        : throw new IOException($"The LiveKit library refused {request.MessageCase}.");

    private async Task<OwnedTrackPublication> PublishAsync(ulong track, TrackPublishOptions options, CancellationToken cancellation)
    {
        var reply = await Library.RequestAsync(id => new()
        {
            PublishTrack = new() { LocalParticipantHandle = Participant, TrackHandle = track, Options = options, RequestAsyncId = id },
        }).WaitAsync(cancellation);
        return reply?.PublishTrack.Publication
            ?? throw new IOException($"The track was not published: {reply?.PublishTrack.Error ?? "the library refused it"}.");
    }
}
