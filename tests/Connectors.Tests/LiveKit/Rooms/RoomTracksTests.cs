using Connectors.Core.Rooms;
using Connectors.LiveKit.Protocol;
using Connectors.LiveKit.Rooms;

namespace Connectors.Tests.LiveKit.Rooms;

public sealed class RoomTracksTests
{
    private readonly RoomTracks _tracks = new();

    [Fact]
    public void Add_OfAMicrophone_DescribesIt()
    {
        var track = _tracks.Add("user", Publication("TR_1", 11, TrackKind.KindAudio, TrackSource.SourceMicrophone), out var replaced);

        Assert.Equal(new RoomTrack("TR_1", "user", IsAudio: true, IsMicrophone: true, IsMuted: false), track);
        Assert.Equal((0UL, 11UL), (replaced, _tracks.Publication("TR_1")));
    }

    [Fact]
    public void Add_OfAnIdThatIsThere_GivesTheOldHandleBack()
    {
        _tracks.Add("user", Publication("TR_1", 11, TrackKind.KindVideo, TrackSource.SourceCamera), out _);
        _tracks.Add("user", Publication("TR_1", 12, TrackKind.KindVideo, TrackSource.SourceCamera), out var replaced);

        Assert.Equal(11UL, replaced);
        Assert.Equal([12UL], _tracks.Publications);
    }

    [Fact]
    public void SetMuted_OfATrack_ChangesIt()
    {
        _tracks.Add("user", Publication("TR_1", 11, TrackKind.KindAudio, TrackSource.SourceMicrophone), out _);

        Assert.True(_tracks.SetMuted("TR_1", true)?.IsMuted);
        Assert.True(Assert.Single(_tracks.All).IsMuted);
        Assert.Null(_tracks.SetMuted("TR_2", true));
    }

    [Fact]
    public void Remove_OfATrack_GivesItsHandleBackOnce()
    {
        _tracks.Add("user", Publication("TR_1", 11, TrackKind.KindAudio, TrackSource.SourceMicrophone), out _);
        _tracks.Add("other", Publication("TR_2", 12, TrackKind.KindAudio, TrackSource.SourceMicrophone), out _);

        Assert.Equal(["TR_1"], _tracks.Of("user"));
        Assert.Equal("TR_1", _tracks.Remove("TR_1", out var handle)?.Id);
        Assert.Equal(11UL, handle);
        Assert.Null(_tracks.Remove("TR_1", out handle));
        Assert.Equal(0UL, handle);
        Assert.Equal(0UL, _tracks.Publication(null));
    }

    private static OwnedTrackPublication Publication(string id, ulong handle, TrackKind kind, TrackSource source) =>
        new() { Handle = new() { Id = handle }, Info = new() { Sid = id, Kind = kind, Source = source } };
}
