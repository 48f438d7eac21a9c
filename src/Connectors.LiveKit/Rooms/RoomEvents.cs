using Connectors.Core.Rooms;
using Case = Connectors.LiveKit.Protocol.RoomEvent.MessageOneofCase;

namespace Connectors.LiveKit.Rooms;

/// <summary>Translates the library's events of a room, and keeps its tracks. Used by the room's loop only.</summary>
internal sealed class RoomEvents(
    JoinedRoom room, RoomHearing hearing, RepairLimit repair, Action<RoomEvent> tell, Action<RoomEvent.Ended> end)
{
    /// <summary>Handles one; its handles are taken over.</summary>
    /// <param name="e">The event.</param>
    public void Handle(Protocol.RoomEvent e)
    {
        switch (e.MessageCase)
        {
            case Case.ParticipantConnected:
                room.Library.Drop(e.ParticipantConnected.Info.Handle.Id);
                tell(new RoomEvent.ParticipantJoined(e.ParticipantConnected.Info.Info.Identity));
                break;
            case Case.ParticipantDisconnected:
                OnLeft(e.ParticipantDisconnected.ParticipantIdentity);
                break;
            case Case.Reconnecting:
                repair.Start();
                tell(new RoomEvent.Reconnecting());
                break;
            case Case.Reconnected:
                repair.Stop();
                hearing.OnReconnected();
                tell(new RoomEvent.Reconnected());
                break;
            case Case.Disconnected:
                end(RoomEnds.Of(e.Disconnected.Reason));
                break;
            case Case.Eos:
                end(new(RoomEndKind.Lost, "The library ended the room without a reason."));
                break;
            default:
                HandleTrack(e);
                break;
        }
    }

    private void HandleTrack(Protocol.RoomEvent e)
    {
        switch (e.MessageCase)
        {
            case Case.TrackPublished:
                OnPublished(e.TrackPublished);
                break;
            case Case.TrackUnpublished:
                OnUnpublished(e.TrackUnpublished.PublicationSid);
                break;
            case Case.TrackSubscribed:
                hearing.OnSubscribed(e.TrackSubscribed.Track);
                break;
            case Case.TrackUnsubscribed:
                hearing.OnUnsubscribed(e.TrackUnsubscribed.TrackSid);
                break;
            case Case.TrackMuted:
                OnMute(e.TrackMuted.TrackSid, isMuted: true);
                break;
            case Case.TrackUnmuted:
                OnMute(e.TrackUnmuted.TrackSid, isMuted: false);
                break;
            default:
                // Streams and data tracks of others: we don't read them, but their handles are ours.
                room.Library.DropAll(e);
                break;
        }
    }

    private void OnPublished(Protocol.TrackPublished e)
    {
        var track = room.Tracks.Add(e.ParticipantIdentity, e.Publication, out var replaced);
        room.Library.Drop(replaced);
        tell(new RoomEvent.TrackPublished(track));
        hearing.OnPublished(track.Id);
    }

    private void OnUnpublished(string trackId)
    {
        hearing.OnUnsubscribed(trackId);
        if (room.Tracks.Remove(trackId, out var publication) is { } track)
        {
            room.Library.Drop(publication);
            tell(new RoomEvent.TrackUnpublished(track));
        }
    }

    private void OnLeft(string identity)
    {
        foreach (var trackId in room.Tracks.Of(identity))
        {
            OnUnpublished(trackId);
        }

        tell(new RoomEvent.ParticipantLeft(identity));
    }

    private void OnMute(string trackId, bool isMuted)
    {
        if (room.Tracks.SetMuted(trackId, isMuted) is { } track)
        {
            tell(new RoomEvent.TrackMuteChanged(track));
        }
    }
}
