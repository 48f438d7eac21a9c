using Connectors.Core.Rooms;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>Which track is wanted, and the stream of it once the library has subscribed. Used by the room's loop only.</summary>
internal sealed class RoomHearing(JoinedRoom room, IRoomListener listener, RoomInbox inbox, LiveKitOptions options, TimeProvider time)
    : IDisposable
{
    private const int MostAttempts = 3;

    private string? _wanted;
    private int _attempts;
    private HeardTrack? _heard;

    /// <summary>Wants another track, or none.</summary>
    /// <param name="trackId">The track, or null.</param>
    public void Want(string? trackId)
    {
        if (trackId == _wanted)
        {
            return;
        }

        StopHearing();
        Subscribe(_wanted, subscribe: false);
        _wanted = trackId;
        _attempts = 0;
        Subscribe(_wanted, subscribe: true);
    }

    /// <summary>A track was published: if it is the wanted one (as after a repaired connection), it is subscribed to.</summary>
    /// <param name="trackId">The track.</param>
    public void OnPublished(string trackId)
    {
        if (trackId == _wanted)
        {
            Subscribe(trackId, subscribe: true);
        }
    }

    /// <summary>The library has subscribed; the track's handle is taken over.</summary>
    /// <param name="track">The track.</param>
    public void OnSubscribed(OwnedTrack track)
    {
        if (track.Info.Sid != _wanted || track.Info.Kind != TrackKind.KindAudio)
        {
            room.Library.Drop(track.Handle.Id);
            return;
        }

        StopHearing();
        _attempts = 0;
        _heard = new(room.Library, track, listener, inbox, new(time, options.FrameMilliseconds));
        _heard.Start(options.FrameMilliseconds, options.QueuedFrames);
    }

    /// <summary>The library has not subscribed: tried again some times.</summary>
    /// <param name="trackId">The track.</param>
    public void OnSubscriptionFailed(string trackId)
    {
        if (trackId == _wanted && ++_attempts < MostAttempts)
        {
            Subscribe(trackId, subscribe: true);
        }
    }

    /// <summary>A track is gone or no more subscribed to.</summary>
    /// <param name="trackId">The track.</param>
    public void OnUnsubscribed(string trackId)
    {
        if (trackId == _heard?.Id)
        {
            StopHearing();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => StopHearing();

    private void StopHearing()
    {
        _heard?.Stop();
        _heard = null;
    }

    private void Subscribe(string? trackId, bool subscribe)
    {
        if (room.Tracks.Publication(trackId) is not 0 and var publication)
        {
            _ = room.Library.TryRequest(
                new FfiRequest { SetSubscribed = new() { Subscribe = subscribe, PublicationHandle = publication } }, out _);
        }
    }
}
