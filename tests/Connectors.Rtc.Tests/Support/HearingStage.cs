using Connectors.LiveKit.Tokens;

namespace Connectors.Rtc.Tests.Support;

/// <summary>A room with a user who speaks a tone of 440 Hz, and whoever shall hear it.</summary>
internal sealed class HearingStage : IAsyncDisposable
{
    public const double Tone = 440;

    private readonly List<Guest> _guests = [];

    private HearingStage(TestRoom room)
    {
        Room = room;
    }

    public TestRoom Room { get; }

    public Talker Microphone { get; private set; } = null!;

    public static async Task<HearingStage> StartAsync(RtcFixture rtc)
    {
        var stage = new HearingStage(new(rtc.Server));
        stage.Microphone = await stage.TalkAsync("user", Tone);
        return stage;
    }

    /// <summary>Another one who speaks.</summary>
    public async Task<Talker> TalkAsync(string identity, double frequency) => await (await JoinAsync(identity)).TalkAsync(frequency);

    public async Task<Guest> JoinAsync(string identity, LiveKitGrants? grants = null)
    {
        var guest = await Room.JoinAsync(identity, grants);
        _guests.Add(guest);
        return guest;
    }

    /// <summary>Joins and hears the user for a second.</summary>
    public async Task<Guest> HearAsync(string identity)
    {
        var guest = await JoinAsync(identity);
        guest.Connection.Hear(Microphone.TrackId);
        await guest.Told.HearAsync(TimeSpan.FromSeconds(1));
        return guest;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var guest in _guests.AsEnumerable().Reverse())
        {
            await guest.DisposeAsync();
        }
    }
}
