namespace Connectors.Core.Rooms;

/// <summary>Everything a room connection tells that isn't audio: a closed family. Text form: the name only.</summary>
public abstract record RoomEvent
{
    private RoomEvent()
    {
    }

    /// <summary>The name of the event, never its content.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>We are in the room; first event of a connection that came to be.</summary>
    /// <param name="Identity">Our identity.</param>
    /// <param name="Participants">Who is there beside us.</param>
    /// <param name="Tracks">What they have published.</param>
    public sealed record Joined(
        string Identity, IReadOnlyList<string> Participants, IReadOnlyList<RoomTrack> Tracks) : RoomEvent;

    /// <summary>Somebody joined.</summary>
    /// <param name="Identity">Who.</param>
    public sealed record ParticipantJoined(string Identity) : RoomEvent;

    /// <summary>Somebody left; their tracks are gone too.</summary>
    /// <param name="Identity">Who.</param>
    public sealed record ParticipantLeft(string Identity) : RoomEvent;

    /// <summary>Somebody published a track.</summary>
    /// <param name="Track">The track.</param>
    public sealed record TrackPublished(RoomTrack Track) : RoomEvent;

    /// <summary>A track is gone.</summary>
    /// <param name="Track">The track.</param>
    public sealed record TrackUnpublished(RoomTrack Track) : RoomEvent;

    /// <summary>A track was muted or unmuted by its publisher.</summary>
    /// <param name="Track">The track, with its new state.</param>
    public sealed record TrackMuteChanged(RoomTrack Track) : RoomEvent;

    /// <summary>Somebody sent a data packet.</summary>
    /// <param name="Topic">Topic; may be empty.</param>
    /// <param name="Sender">
    /// Who, or null where the server had not announced the sender yet: a client's first packets can come before its
    /// participant does (facts/sdk-proof.md §2).
    /// </param>
    /// <param name="Payload">At most <see cref="RoomLimits.ReceivedDataBytes"/>; larger ones are cut to length zero.</param>
    public sealed record DataReceived(string Topic, string? Sender, ReadOnlyMemory<byte> Payload) : RoomEvent;

    /// <summary>The connection is being repaired by the library; audio and data pause.</summary>
    public sealed record Reconnecting : RoomEvent;

    /// <summary>It was repaired. Subscriptions hold.</summary>
    public sealed record Reconnected : RoomEvent;

    /// <summary>Frames were lost because they were not taken fast enough.</summary>
    /// <param name="Frames">How many since the last report.</param>
    public sealed record AudioDropped(int Frames) : RoomEvent;

    /// <summary>Data packets were lost because events were not taken fast enough.</summary>
    /// <param name="Packets">How many since the last report.</param>
    public sealed record DataDropped(int Packets) : RoomEvent;

    /// <summary>The connection is over: exactly once and last, also when we never got in.</summary>
    /// <param name="Kind">Why.</param>
    /// <param name="Reason">For people; without personal data and tokens.</param>
    public sealed record Ended(RoomEndKind Kind, string Reason) : RoomEvent;
}
