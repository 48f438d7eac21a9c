using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Core.Avatars;
using Connectors.LiveAvatar;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Testing;

namespace Connectors.Integration.Tests.LiveAvatar;

public sealed class LiteSocketTests
{
    private static readonly byte[] Second = new byte[AvatarLimits.ChunkBytes];

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
        await AdvanceUntilAsync(time, listener.NextAsync<AvatarEvent.Connected>());
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
        await using var stage = await LiveAvatarStage.StartAsync(ourTime: time);
        stage.Sandbox.Switches.NeverConnects = true;
        var (ours, theirs) = await stage.StartSessionAsync();
        var (_, listener) = stage.Open(ours.SocketUrl!);
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.opened", Stop);

        var end = await AdvanceUntilAsync(time, listener.NextAsync<AvatarEvent.Ended>());

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
    public async Task SecondSocket_OnOneAddress_ClosesTheOlder()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, _) = await stage.StartSessionAsync();
        var (_, older) = stage.Open(ours.SocketUrl!);
        await older.NextAsync<AvatarEvent.Connected>();

        var (connection, newer) = stage.Open(ours.SocketUrl!);

        Assert.Equal(AvatarEndKind.ClosedByServer, (await older.NextAsync<AvatarEvent.Ended>()).Kind);
        await newer.NextAsync<AvatarEvent.Connected>();
        Assert.True(connection.KeepAlive());
    }

    [Fact]
    public async Task SecondSocket_WhereOneIsAllowed_IsRefusedUntilTheFirstIsGone()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.SecondSocket = SecondSocket.IsRefused;
        var (ours, theirs) = await stage.StartSessionAsync();
        var (first, older) = stage.Open(ours.SocketUrl!);
        await older.NextAsync<AvatarEvent.Connected>();

        var (_, newer) = stage.Open(ours.SocketUrl!);
        Assert.Equal(AvatarEndKind.Refused, (await newer.NextAsync<AvatarEvent.Ended>()).Kind);
        await first.CloseAsync();
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.ended", Stop);
        var (_, third) = stage.Open(ours.SocketUrl!);

        await third.NextAsync<AvatarEvent.Connected>();
    }

    [Fact]
    public async Task Pings_AreNeitherSentNorAnswered()
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
        Assert.Equal(new LiveAvatarOptions().StallTimeout, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"state\":\"connected\"}")]
    [InlineData("{\"type\":\"session.state_updated\"}")]
    [InlineData("{\"type\":\"session.state_updated\",\"state\":{\"a\":[1]}}")]
    [InlineData("{\"type\":\"agent.new_thing\",\"data\":{\"deep\":[[[{}]]]}}")]
    [InlineData("{\"type\":\"agent.audio_buffer_appended\",\"event_id\":5,\"source_event_id\":null}")]
    public async Task Message_ThatMeansNothing_IsPassedOver(string text)
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (connection, listener, theirs) = await stage.ConnectAsync();

        theirs.Socket!.SendRaw(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);
        theirs.Socket.Send(new() { ["type"] = "agent.speak_interrupted" });

        await listener.NextAsync<AvatarEvent.SpeakInterrupted>();
        Assert.True(connection.KeepAlive());
    }

    [Fact]
    public async Task Message_ThatIsBinaryOrOfTwoMegabytes_IsPassedOver()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (connection, listener, theirs) = await stage.ConnectAsync();
        var large = new JsonObject { ["type"] = "agent.speak_started", ["event_id"] = new string('x', 2 * 1024 * 1024) };

        theirs.Socket!.SendRaw("""{"type":"session.stopped"}"""u8.ToArray(), WebSocketMessageType.Binary);
        theirs.Socket.Send(large);

        Assert.Null((await listener.NextAsync<AvatarEvent.SpeakStarted>()).EventId);
        Assert.True(connection.KeepAlive());
    }

    [Fact]
    public async Task Message_OverTheLimit_EndsTheConnectionAsLost()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (_, listener, theirs) = await stage.ConnectAsync();

        theirs.Socket!.SendRaw(new byte[(4 * 1024 * 1024) + 1], WebSocketMessageType.Text);

        Assert.Equal(AvatarEndKind.Lost, (await listener.NextAsync<AvatarEvent.Ended>()).Kind);
    }

    [Fact]
    public async Task Complaints_AreToldWithTheCommandTheyAreAbout()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (connection, listener, theirs) = await stage.ConnectAsync();
        Assert.True(connection.Speak("mine", Second));

        theirs.Socket!.Send(LiteEvents.Error("video_starvation", "too slow", "mine"));
        theirs.Socket.Send(new() { ["type"] = "warning", ["warning"] = new JsonObject { ["type"] = 3, ["message"] = new string('y', 5000) } });
        theirs.Socket.Send(new() { ["type"] = "error", ["error"] = "words" });

        var events = new List<AvatarEvent.Complaint>();
        while (events.Count < 3)
        {
            if (await listener.NextAsync() is AvatarEvent.Complaint complaint)
            {
                events.Add(complaint);
            }
        }

        Assert.Equal(("video_starvation", "too slow", "mine"), (events[0].Code, events[0].Message, events[0].EventId));
        Assert.Equal(("warning", "error"), (events[1].Code, events[2].Code));
        Assert.True(events[1].Message.Length <= 300);
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

    /// <summary>Moves a clock in small steps until something has happened, since the timers are set by other threads.</summary>
    private static async Task<T> AdvanceUntilAsync<T>(FakeTime time, Task<T> happened)
    {
        for (var i = 0; i < 10_000 && !happened.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(happened, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop));
        }

        return await happened;
    }
}
