using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Publishing;

/// <summary>A published track with all its handles.</summary>
/// <param name="library">The library.</param>
/// <param name="source">Handle of what is captured into.</param>
/// <param name="track">Handle of the track.</param>
/// <param name="publication">The publication.</param>
/// <param name="participant">Handle of the participant.</param>
internal sealed class Publication(LiveKitLibrary library, ulong source, ulong track, OwnedTrackPublication publication, ulong participant)
{
    private int _ended;

    /// <summary>The library.</summary>
    public LiveKitLibrary Library => library;

    /// <summary>Handle of what is captured into.</summary>
    public ulong Source => source;

    /// <summary>The server's id of the track.</summary>
    public string TrackId => publication.Info.Sid;

    /// <summary>Mutes or unmutes it, as a user does.</summary>
    /// <param name="isMuted">New state.</param>
    public void Mute(bool isMuted) =>
        _ = library.TryRequest(new FfiRequest { LocalTrackMute = new() { TrackHandle = track, Mute = isMuted } }, out _);

    /// <summary>Takes the track back. Others are told, if we are still in the room.</summary>
    public async Task UnpublishAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _ = await library.RequestAsync(id => new()
        {
            UnpublishTrack = new()
            {
                LocalParticipantHandle = participant,
                TrackSid = TrackId,
                StopOnUnpublish = true,
                RequestAsyncId = id,
            },
        });
        library.Drop(publication.Handle.Id);
        library.Drop(track);
        library.Drop(source);
    }
}
