using Connectors.Core.Rooms;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.LiveKit.Rooms;

public sealed class PresenceTests(RtcFixture rtc)
{
    [Fact]
    public async Task Join_IntoARoomWithOthers_NamesThemAndTheirTracks()
    {
        var room = new TestRoom(rtc.Server);
        await using var user = await room.JoinAsync("user");
        var mic = await user.TalkAsync(440);
        await using var witness = await room.JoinAsync("witness");
        if (witness.Told.All.OfType<RoomEvent.Joined>().Single().Tracks.Count == 0)
        {
            await witness.Told.WaitForAsync<RoomEvent.TrackPublished>();
        }

        await using var agent = await room.JoinAsync("agent");

        var joined = agent.Told.All.OfType<RoomEvent.Joined>().Single();
        Assert.Equal("agent", joined.Identity);
        Assert.Equal(["user", "witness"], joined.Participants.Order());
        Assert.Equal(new RoomTrack(mic.TrackId, "user", IsAudio: true, IsMicrophone: true, IsMuted: false), Assert.Single(joined.Tracks));
    }

    [Fact]
    public async Task Room_WhenSomebodyComesPublishesAndGoes_TellsEachInOrder()
    {
        var room = new TestRoom(rtc.Server);
        await using var agent = await room.JoinAsync("agent");
        string trackId;
        await using (var user = await room.JoinAsync("user"))
        {
            trackId = (await user.TalkAsync(440)).TrackId;
            await agent.Told.WaitForAsync<RoomEvent.TrackPublished>();
        }

        await agent.Told.WaitForAsync<RoomEvent.ParticipantLeft>();

        Assert.Equal(
            ["Joined", "ParticipantJoined user", $"TrackPublished {trackId}", $"TrackUnpublished {trackId}", "ParticipantLeft user"],
            agent.Told.All.Select(Describe));
    }

    private static string Describe(RoomEvent e) => e switch
    {
        RoomEvent.ParticipantJoined joined => $"{e} {joined.Identity}",
        RoomEvent.ParticipantLeft left => $"{e} {left.Identity}",
        RoomEvent.TrackPublished published => $"{e} {published.Track.Id}",
        RoomEvent.TrackUnpublished unpublished => $"{e} {unpublished.Track.Id}",
        _ => e.ToString(),
    };
}
