using System.Net.WebSockets;
using System.Text;
using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>
/// Ten thousand messages of four kibibytes that mean nothing, from each peer of a running session: nothing of them stays.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class GrowthTests
{
    private const int Messages = 10_000;
    private const int Batch = 500;

    // All of them kept would be forty million bytes and more; what the process and this test gather meanwhile is below four.
    private const long Tolerable = 8_000_000;

    private static readonly string Padding = new('x', 4_096);

    public static TheoryData<string> Connectors =>
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-line", "cartesia-managed", "custom"];

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_SendsUnknownEventsWithoutEnd_NothingOfThemStays(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        var junk = stage.FarSide.UnknownEvent("something_new", Padding);

        await AssertFlatAsync(stage, async () =>
        {
            for (var i = 0; i < Batch; i++)
            {
                await stage.FarSide.SendTextAsync(junk);
            }

            await stage.Talk.SayAsync(700, 0.1);
        });
    }

    [Fact]
    public async Task Provider_SendsGarbageWithoutEnd_IsGivenUpByName()
    {
        await using var stage = await SessionStage.TalkAsync();
        stage.Rooms.Keeps = false;
        SessionEventEntry next;
        do
        {
            var before = stage.Now;
            for (var i = 0; i < Batch; i++)
            {
                await stage.FarSide.SendTextAsync("garbage");
            }

            next = await stage.WaitAsync<SessionEvent>(before, e => e is SessionEvent.Reconnected or SessionEvent.Ended);
            await (next.Event is SessionEvent.Reconnected ? stage.TakeFarSideAsync() : Task.CompletedTask);
        }
        while (next.Event is SessionEvent.Reconnected);

        Assert.Equal(SessionEnd.For(SessionEndReasons.AgentProtocolError), await stage.EndAsync());
    }

    [Fact]
    public async Task Avatar_SendsJunkWithoutEnd_NothingOfItStays()
    {
        await using var stage = await SessionStage.TalkAsync();
        var socket = stage.LiveAvatar.Sessions[^1].Socket!;
        byte[][] junk =
        [
            Encoding.UTF8.GetBytes($$"""{"type":"agent.new_thing","padding":"{{Padding}}"}"""), Encoding.UTF8.GetBytes(Padding),
            Encoding.UTF8.GetBytes($$"""{"type":"agent.speak_started","event_id":"{{Padding}}"}"""),
        ];

        await AssertFlatAsync(stage, async () =>
        {
            for (var i = 0; i < Batch; i++)
            {
                socket.SendRaw(junk[i % junk.Length], WebSocketMessageType.Text);
            }

            await stage.Talk.SayAsync(700, 0.1);
        });
        Assert.Equal(0, socket.Dropped);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("somebody")]
    public async Task Participant_SendsJunkWithoutEnd_NothingOfItStays(string sender)
    {
        await using var stage = await SessionStage.TalkAsync();
        var junk = Encoding.UTF8.GetBytes($$"""{"event_type":"avatar.dance","text":"{{Padding}}"}""");

        await AssertFlatAsync(stage, async () =>
        {
            for (var i = 0; i < Batch; i++)
            {
                stage.Rooms.Room.Packet([.. junk], sender);
            }

            await stage.Talk.SayAsync(700, 0.1);
        });
    }

    private static async Task AssertFlatAsync(SessionStage stage, Func<Task> batch)
    {
        stage.Rooms.Keeps = false;
        await batch();
        await batch();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var sent = 0; sent < Messages; sent += Batch)
        {
            await batch();
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < Tolerable, $"{grown} bytes stayed of {Messages} messages.");
        var session = await stage.Sessions.FindAsync(stage.Specification.Id, TestContext.Current.CancellationToken);
        Assert.Equal(SessionState.Live, session!.State);
    }
}
