using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Rtc.Tests.Sessions;

/// <summary>Whole sessions whose signalling socket breaks, while user and avatar stay in the room.</summary>
public sealed class RoomFaultTests(RtcFixture rtc)
{
    private const string Script = """{"greeting":"Hello.","replies":["I heard you."]}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Room_WhoseSignallingIsReset_IsThereAgainAndTheConversationGoesOn(bool isLong)
    {
        Assert.NotNull(rtc.Server);
        await using var rooms = new RelayedRooms(new() { RepairLimit = TimeSpan.FromSeconds(3) });
        await using var world = await StartAsync(rooms);
        await using var user = new SandboxUser(TimeProvider.System);
        var watch = await BeginAsync(world, user);
        var greeted = await NextAsync<SessionEvent.TurnEnded>(watch, 0);
        var started = TimeProvider.System.GetTimestamp();

        // Longer than the library may repair: then the engine joins anew.
        rooms.Line.Refuses = isLong;
        rooms.Line.Reset();
        var lost = await NextAsync<SessionEvent.Reconnecting>(watch, greeted.Sequence);
        if (isLong)
        {
            await rooms.Lost.WaitAsync(Patience, TimeProvider.System, _cancellation);
            rooms.Line.Refuses = false;
        }

        var back = await NextAsync<SessionEvent.Reconnected>(watch, lost.Sequence);
        Figures.Report($"room back after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s, joins: {rooms.Joins}");
        user.Say(world.Options.Speech);
        var answered = (SessionEvent.TurnEnded)(await NextAsync<SessionEvent.TurnEnded>(watch, back.Sequence)).Event;

        Assert.Equal(isLong, rooms.Joins > 1);
        Assert.Equal(SessionPart.Room, ((SessionEvent.Reconnected)back.Event).Part);
        Assert.True(answered.Figures.Heard > TimeSpan.FromSeconds(0.3));
        Assert.NotNull(answered.Figures.UserEndToAvatarSpeaking);
    }

    private static async Task<SessionEventEntry> NextAsync<T>(SessionWatch watch, long after)
        where T : SessionEvent
    {
        var entry = await watch.WaitAsync(static e => e is T, after, Patience, TestContext.Current.CancellationToken);
        Assert.True(entry is not null, $"No {typeof(T).Name}: {string.Join(", ", watch.Entries.Select(static known => known.Event))}");
        return entry;
    }

    private async Task<DemoWorld> StartAsync(RelayedRooms rooms)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("connectors-test-").FullName, "script.json");
        await File.WriteAllTextAsync(file, Script, _cancellation);
        var options = await DemoOptions.ReadAsync(CommandLine.Parse(["--agent-script", file], DemoOptions.All), _cancellation);
        return await DemoWorld.StartAsync(
            options, TimeProvider.System, _cancellation, services => services.AddSingleton<IRoomTransport>(rooms));
    }

    private async Task<SessionWatch> BeginAsync(DemoWorld world, SandboxUser user)
    {
        var specification = world.Specification();
        var start = await world.Sessions.StartAsync(specification, _cancellation);
        var watch = new SessionWatch(
            world.Sessions.WatchAsync(specification.Id, 0, CancellationToken.None), TimeProvider.System, static _ => { });
        await user.JoinAsync(start.Access!.RoomUrl!, start.Access.UserToken!, _cancellation);
        return watch;
    }
}
