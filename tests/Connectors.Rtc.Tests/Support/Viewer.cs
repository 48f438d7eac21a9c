using System.Runtime.InteropServices;
using System.Threading.Channels;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;
using Connectors.LiveKit.Rooms;
using Connectors.Sandbox.Rooms;

namespace Connectors.Rtc.Tests.Support;

/// <summary>A participant that subscribes to a video of the room and has it decoded by libwebrtc.</summary>
internal sealed class Viewer : IRoomSink, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly JoinedRoom _room;
    private readonly Channel<Picture> _pictures = Channel.CreateBounded<Picture>(
        new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropWrite });

    private int _events;
    private ulong _track;
    private ulong _stream;

    private Viewer(JoinedRoom room)
    {
        _room = room;
    }

    private LiveKitLibrary Library => _room.Library;

    public static async Task<Viewer> JoinAsync(RoomServer server, string token)
    {
        var library = LiveKitLibrary.Get(new());
        var answer = await JoinedRoom.ConnectAsync(library, new(server.Url, token), new());
        var viewer = new Viewer(JoinedRoom.Of(library, answer!.Connect.Result));
        library.AddRoom(viewer._room.Room, viewer);
        viewer._room.Ready();
        foreach (var track in viewer._room.Joined.Tracks)
        {
            viewer.SubscribeTo(track);
        }

        return viewer;
    }

    /// <summary>The next picture that was decoded.</summary>
    public async Task<Picture> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await _pictures.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No picture came; subscribed: {_track != 0}, stream: {_stream != 0}, events: {_events}.");
        }
    }

    public void OnRoomEvent(RoomEvent e)
    {
        switch (e.MessageCase)
        {
            case RoomEvent.MessageOneofCase.TrackPublished:
                SubscribeTo(_room.Tracks.Add(e.TrackPublished.ParticipantIdentity, e.TrackPublished.Publication, out var replaced));
                Library.Drop(replaced);
                break;
            case RoomEvent.MessageOneofCase.TrackSubscribed when _track == 0:
                _track = e.TrackSubscribed.Track.Handle.Id;
                Watch();
                break;
            default:
                Library.DropAll(e);
                break;
        }
    }

    public void OnLibraryFailed() => _pictures.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        Library.RemovePictures(_stream);
        Library.Drop(_stream);
        Library.Drop(_track);
        await _room.LeaveAsync(TimeSpan.FromSeconds(2), TimeProvider.System);
    }

    private void SubscribeTo(Core.Rooms.RoomTrack track)
    {
        if (!track.IsAudio)
        {
            var publication = _room.Tracks.Publication(track.Id);
            _ = Library.TryRequest(
                new FfiRequest { SetSubscribed = new() { Subscribe = true, PublicationHandle = publication } }, out _);
        }
    }

    private void Watch()
    {
        var request = new NewVideoStreamRequest
        {
            TrackHandle = _track,
            Type = VideoStreamType.VideoStreamNative,
            Format = VideoBufferType.I420,
            NormalizeStride = true,
        };
        if (!Library.TryRequest(new FfiRequest { NewVideoStream = request }, out var response))
        {
            _pictures.Writer.TryComplete(new IOException("The library has no stream for the video."));
            return;
        }

        _stream = response.NewVideoStream.Stream.Handle.Id;
        Library.AddPictures(_stream, OnPicture);
    }

    private void OnPicture(VideoStreamEvent e)
    {
        _events++;
        if (e.MessageCase == VideoStreamEvent.MessageOneofCase.FrameReceived)
        {
            var info = e.FrameReceived.Buffer.Info;
            var brightness = new byte[info.Width * info.Height];
            Marshal.Copy((nint)info.Components[0].DataPtr, brightness, 0, brightness.Length);
            _pictures.Writer.TryWrite(new((int)info.Width, (int)info.Height, brightness));
        }

        Library.DropAll(e);
    }

    /// <summary>A decoded picture.</summary>
    /// <param name="Width">Pixels.</param>
    /// <param name="Height">Pixels.</param>
    /// <param name="Brightness">Row by row.</param>
    internal sealed record Picture(int Width, int Height, byte[] Brightness)
    {
        /// <summary>The first of the columns that are bright, in the middle row; -1 if none is.</summary>
        public int FirstBrightColumn(byte bright) =>
            Brightness.AsSpan(Height / 2 * Width, Width).IndexOfAnyInRange(bright, byte.MaxValue);
    }
}
