using Connectors.Core.Rooms;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>A room that the library has joined: its handles, and how it is joined and left.</summary>
/// <param name="Library">The library.</param>
/// <param name="Room">Handle of the room.</param>
/// <param name="Participant">Handle of our participant.</param>
/// <param name="Joined">What there was at the time.</param>
/// <param name="Tracks">What others have published.</param>
internal sealed record JoinedRoom(
    LiveKitLibrary Library, ulong Room, ulong Participant, Core.Rooms.RoomEvent.Joined Joined, RoomTracks Tracks)
{
    /// <summary>Asks the library to join.</summary>
    public static Task<FfiEvent?> ConnectAsync(LiveKitLibrary library, RoomAddress address, LiveKitOptions options) =>
        library.RequestAsync(id => new()
        {
            Connect = new()
            {
                Url = address.Url.ToString(),
                Token = address.Token,
                RequestAsyncId = id,
                Options = new()
                {
                    AutoSubscribe = address.HearsAtOnce,
                    AdaptiveStream = false,
                    Dynacast = false,
                    SinglePeerConnection = false,
                    ConnectTimeoutMs = (ulong)options.JoinLimit.TotalMilliseconds,
                    JoinRetries = 1,
                },
            },
        });

    /// <summary>Takes over what the library has joined.</summary>
    /// <param name="library">The library.</param>
    /// <param name="result">Its answer.</param>
    public static JoinedRoom Of(LiveKitLibrary library, ConnectCallback.Types.Result result)
    {
        var tracks = new RoomTracks();
        foreach (var participant in result.Participants)
        {
            library.Drop(participant.Participant.Handle.Id);
            foreach (var publication in participant.Publications)
            {
                _ = tracks.Add(participant.Participant.Info.Identity, publication, out _);
            }
        }

        string[] identities = [.. result.Participants.Select(participant => participant.Participant.Info.Identity)];
        return new(
            library, result.Room.Handle.Id, result.LocalParticipant.Handle.Id,
            new(result.LocalParticipant.Info.Identity, identities, tracks.All), tracks);
    }

    /// <summary>
    /// Lets the events flow. Must be said for every room that was joined, wanted or not: after 15 s without it the
    /// library panics (livekit-ffi/src/server/room.rs, ROOM_EVENT_READY_TIMEOUT).
    /// </summary>
    public void Ready() => _ = Library.TryRequest(new FfiRequest { ReadyForRoomEvent = new() { RoomHandle = Room } }, out _);

    /// <summary>Leaves, and gives every handle back.</summary>
    /// <param name="limit">How long leaving may take; the handles are given back in any case.</param>
    /// <param name="time">The clock.</param>
    public async Task LeaveAsync(TimeSpan limit, TimeProvider time)
    {
        // Also where the server has ended the room: only this ends the library's tasks for it.
        var left = Library.RequestAsync(id => new() { Disconnect = new() { RoomHandle = Room, RequestAsyncId = id } });
        try
        {
            await left.WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            // Nothing more can be done; dropping the handles ends it from our side.
        }

        Library.RemoveRoom(Room);
        foreach (var publication in Tracks.Publications)
        {
            Library.Drop(publication);
        }

        Library.Drop(Participant);
        Library.Drop(Room);
    }
}
