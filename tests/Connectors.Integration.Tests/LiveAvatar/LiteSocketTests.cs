using System.Net.WebSockets;
using Connectors.Core.Avatars;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Testing;

namespace Connectors.Integration.Tests.LiveAvatar;

public sealed class LiteSocketTests
{
    private static readonly byte[] Second = new byte[AvatarLimits.ChunkBytes];

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_BeforeConnected_AreRefusedAndNotSent()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        stage.Sandbox.Switches.ConnectedDelay = TimeSpan.FromSeconds(1);
        var (ours, theirs) = await stage.StartSessionAsync();
        var (connection, listener) = stage.Open(ours.SocketUrl!);
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.opened", Stop);

        var early = new[]
        {
            connection.Speak("a", Second), connection.EndSpeech("a"), connection.Interrupt("a"), connection.StartListening(),
            connection.StopListening(), connection.KeepAlive(),
        };
        await theirs.Joining.WaitAsync(Stop);
        await LiveAvatarStage.AdvanceUntilAsync(time, Step, listener.NextAsync<AvatarEvent.Connected>());
        Assert.True(connection.KeepAlive());
        await theirs.Log.WaitAsync(LiteDirection.Received, "session.keep_alive", Stop);

        Assert.DoesNotContain(true, early);
        Assert.DoesNotContain(theirs.Log.Records, record => record.Direction == LiteDirection.Dropped);
    }

    [Fact]
    public async Task Commands_OfAClientThatDoesNotWait_AreDroppedWithoutAWord()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.NeverConnects = true;
        stage.Sandbox.Switches.Strict = true;
        var (ours, theirs) = await stage.StartSessionAsync();
        using var hasty = new ClientWebSocket();
        await hasty.ConnectAsync(ours.SocketUrl!, Stop);

        await hasty.SendAsync("""{"type":"agent.interrupt"}"""u8.ToArray(), WebSocketMessageType.Text, true, Stop);
        await hasty.SendAsync("nonsense"u8.ToArray(), WebSocketMessageType.Text, true, Stop);

        await theirs.Log.WaitAsync(LiteDirection.Dropped, "agent.interrupt", Stop);
        await theirs.Log.WaitAsync(LiteDirection.Dropped, "unreadable", Stop);
        Assert.DoesNotContain(theirs.Log.Records, record => record is { Direction: LiteDirection.Sent, Type: "error" });
    }

    [Theory]
    [InlineData(nameof(StateWords.Newer))]
    [InlineData(nameof(StateWords.Older))]
    public async Task Connected_InEitherVocabulary_IsToldOnce(string vocabulary)
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var words = stage.Sandbox.Switches.StateWords = Enum.Parse<StateWords>(vocabulary);
        var (connection, listener, theirs) = await stage.ConnectAsync();

        theirs.Socket!.Send(LiteEvents.State(connected: true, over: false, words));
        await connection.CloseAsync();

        await listener.NextAsync<AvatarEvent.Ended>();
    }

    [Fact]
    public async Task Connected_ThatNeverComes_EndsTheConnectionAsLost()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(
            ourTime: time, options: new() { SocketOpenTimeout = TimeSpan.FromDays(1) });
        stage.Sandbox.Switches.NeverConnects = true;
        var (ours, theirs) = await stage.StartSessionAsync();
        var (_, listener) = stage.Open(ours.SocketUrl!);
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.opened", Stop);

        var end = await LiveAvatarStage.AdvanceUntilAsync(time, Step, listener.NextAsync<AvatarEvent.Ended>());

        Assert.Equal(AvatarEndKind.Lost, end.Kind);
        Assert.Contains("connected", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_ArriveAsTheyWereGiven()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.Strict = true;
        var (connection, _, theirs) = await stage.ConnectAsync();

        Assert.True(connection.Speak("turn-1", Second));
        Assert.True(connection.Speak("turn-1", Second.AsSpan(0, 2)));
        Assert.True(connection.EndSpeech("turn-1"));
        await theirs.Log.WaitAsync(LiteDirection.Received, "agent.speak_end", Stop);
        Assert.True(connection.StartListening());
        Assert.True(connection.StopListening());
        Assert.True(connection.KeepAlive());
        Assert.True(connection.Interrupt(null));
        await theirs.Log.WaitAsync(LiteDirection.Received, "agent.interrupt", Stop);

        Assert.Equal(
            [
                ("agent.speak", "turn-1", 48_000), ("agent.speak", "turn-1", 2), ("agent.speak_end", "turn-1", 0),
                ("agent.start_listening", null, 0), ("agent.stop_listening", null, 0), ("session.keep_alive", null, 0),
                ("agent.interrupt", null, 0),
            ],
            theirs.Log.Records.Where(record => record.Direction == LiteDirection.Received && record.Type != "socket.opened")
                .Select(record => (record.Type, record.EventId, record.AudioBytes)));
        Assert.DoesNotContain(theirs.Log.Records, record => record.Type == "error");
    }

    [Fact]
    public async Task Chunk_ThatIsEmptyOddOrTooLong_IsRefusedHere()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (connection, _, _) = await stage.ConnectAsync();

        Assert.False(connection.Speak("a", []));
        Assert.False(connection.Speak("a", Second.AsSpan(0, 3)));
        Assert.False(connection.Speak("a", new byte[AvatarLimits.ChunkBytes + 2]));
    }

    [Fact]
    public async Task Connection_WhoseSessionIsStopped_IsToldAndTakesNoMore()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (connection, listener, theirs) = await stage.ConnectAsync();

        await stage.Api.StopAsync(LiveAvatarStage.Key, theirs.Id, "USER_CLOSED", Stop);

        await listener.NextAsync<AvatarEvent.Stopped>();
        Assert.False(connection.KeepAlive());
        Assert.Equal(AvatarEndKind.ClosedByServer, (await listener.NextAsync<AvatarEvent.Ended>()).Kind);
    }

    [Fact]
    public async Task Socket_OfASessionThatIsOverOrUnknown_IsRefused()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, theirs) = await stage.StartSessionAsync();
        await theirs.EndAsync("USER_CLOSED");

        var (_, over) = stage.Open(ours.SocketUrl!);
        var (_, unknown) = stage.Open(new(ours.SocketUrl!, "/v1/lite/other"));

        Assert.Equal(AvatarEndKind.Refused, (await over.NextAsync<AvatarEvent.Ended>()).Kind);
        Assert.Equal(AvatarEndKind.Refused, (await unknown.NextAsync<AvatarEvent.Ended>()).Kind);
    }

    [Fact]
    public async Task Pings_AreNotAnswered()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, theirs) = await stage.StartSessionAsync();
        using var pinging = new ClientWebSocket();
        pinging.Options.KeepAliveInterval = TimeSpan.FromMilliseconds(50);
        pinging.Options.KeepAliveTimeout = TimeSpan.FromMilliseconds(50);
        await pinging.ConnectAsync(ours.SocketUrl!, Stop);

        // A client that counts on pongs loses its connection, as the real one's clients did.
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
            {
                await pinging.ReceiveAsync(new byte[4096].AsMemory(), Stop);
            }
        });
        Assert.False(Stop.IsCancellationRequested);
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.ended", Stop);
    }

    [Fact]
    public async Task Connection_CutByTheServer_IsLostAndMayBeOpenedAgain()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, theirs) = await stage.StartSessionAsync();
        var (_, listener) = stage.Open(ours.SocketUrl!);
        await listener.NextAsync<AvatarEvent.Connected>();

        theirs.Socket!.Reset();

        Assert.Equal(AvatarEndKind.Lost, (await listener.NextAsync<AvatarEvent.Ended>()).Kind);
        var (again, second) = stage.Open(ours.SocketUrl!);
        await second.NextAsync<AvatarEvent.Connected>();
        Assert.True(again.Speak("b", Second));
    }

    [Fact]
    public async Task Connection_WhoseAddressFailsForAMoment_IsLostNotRefused()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, _) = await stage.StartSessionAsync();
        stage.Sandbox.AnswerNext("/v1/lite/", context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        var (_, listener) = stage.Open(ours.SocketUrl!);

        Assert.Equal(AvatarEndKind.Lost, (await listener.NextAsync<AvatarEvent.Ended>()).Kind);
    }
}
