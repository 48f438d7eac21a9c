using Connectors.Core.Rooms;
using Connectors.LiveKit.Publishing;
using Connectors.LiveKit.Rooms;

namespace Connectors.Rtc.Tests.Support;

/// <summary>A participant of a test, with everything it was told.</summary>
internal sealed class Guest(LiveKitRoomConnection connection, RecordingListener told) : IAsyncDisposable
{
    private readonly List<Talker> _talkers = [];

    public LiveKitRoomConnection Connection => connection;

    public RecordingListener Told => told;

    /// <summary>Publishes a tone that sounds until the guest leaves.</summary>
    public async Task<Talker> TalkAsync(double frequency)
    {
        var track = await new RoomPublisher(connection).PublishAudioAsync("mic", true, 48_000, TestContext.Current.CancellationToken);
        var talker = new Talker(track, frequency);
        _talkers.Add(talker);
        return talker;
    }

    public Task<RoomEvent.Ended> EndAsync() => told.WaitForAsync<RoomEvent.Ended>();

    public async ValueTask DisposeAsync()
    {
        foreach (var talker in _talkers)
        {
            await talker.DisposeAsync();
        }

        await connection.DisposeAsync();
    }
}
