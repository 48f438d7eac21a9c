using Connectors.Core.Rooms;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Rooms;

/// <summary>The tracks that others have published, with the handles of their publications. Used by the room's loop only.</summary>
internal sealed class RoomTracks
{
    private readonly Dictionary<string, (RoomTrack Track, ulong Publication)> _tracks = new(StringComparer.Ordinal);

    /// <summary>All tracks.</summary>
    public IReadOnlyList<RoomTrack> All => [.. _tracks.Values.Select(entry => entry.Track)];

    /// <summary>Handles of all publications.</summary>
    public IEnumerable<ulong> Publications => _tracks.Values.Select(entry => entry.Publication);

    /// <summary>Adds a track.</summary>
    /// <param name="identity">Whose.</param>
    /// <param name="publication">The publication.</param>
    /// <param name="replaced">Handle of an older publication with the same id, to be dropped; else 0.</param>
    public RoomTrack Add(string identity, OwnedTrackPublication publication, out ulong replaced)
    {
        var info = publication.Info;
        var track = new RoomTrack(
            info.Sid, identity, info.Kind == TrackKind.KindAudio, info.Source == TrackSource.SourceMicrophone, info.Muted);
        replaced = _tracks.TryGetValue(track.Id, out var old) ? old.Publication : 0;
        _tracks[track.Id] = (track, publication.Handle.Id);
        return track;
    }

    /// <summary>Handle of a track's publication, or 0.</summary>
    /// <param name="trackId">The track.</param>
    public ulong Publication(string? trackId) => trackId is not null && _tracks.TryGetValue(trackId, out var entry) ? entry.Publication : 0;

    /// <summary>Takes a track out.</summary>
    /// <param name="trackId">The track.</param>
    /// <param name="publication">Handle of its publication, to be dropped; else 0.</param>
    /// <returns>The track, or null if there is none.</returns>
    public RoomTrack? Remove(string trackId, out ulong publication)
    {
        var found = _tracks.Remove(trackId, out var entry);
        publication = found ? entry.Publication : 0;
        return found ? entry.Track : null;
    }

    /// <summary>Changes the mute state.</summary>
    /// <param name="trackId">The track.</param>
    /// <param name="isMuted">New state.</param>
    /// <returns>The track as it is now, or null if there is none.</returns>
    public RoomTrack? SetMuted(string trackId, bool isMuted)
    {
        if (!_tracks.TryGetValue(trackId, out var entry))
        {
            return null;
        }

        var track = entry.Track with { IsMuted = isMuted };
        _tracks[trackId] = (track, entry.Publication);
        return track;
    }

    /// <summary>Ids of one participant's tracks.</summary>
    /// <param name="identity">Whose.</param>
    public IReadOnlyList<string> Of(string identity) =>
        [.. _tracks.Values.Where(entry => entry.Track.Identity == identity).Select(entry => entry.Track.Id)];
}
