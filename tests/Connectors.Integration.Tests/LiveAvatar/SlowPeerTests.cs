using System.Net.WebSockets;
using System.Text;
using Connectors.Core.Avatars;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Testing;

namespace Connectors.Integration.Tests.LiveAvatar;

public sealed class SlowPeerTests
{
    // Noise: what compresses or repeats could hide a mix-up.
    private static readonly byte[] Second = Noise();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Peer_TenTimesSlowerThanRealTime_LosesNothingOfSixSeconds()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(
            time, time, new() { SocketOpenTimeout = TimeSpan.FromDays(1), ConnectedTimeout = TimeSpan.FromDays(1) });
        var (connection, listener, theirs) = await stage.ConnectAsync(time);
        stage.Sandbox.Switches.ReadRate = Second.Length * 4 / 3 / 10;
        var before = time.Elapsed;

        for (var i = 0; i < 6; i++)
        {
            Assert.True(connection.Speak("turn", Second));
        }

        Assert.True(connection.EndSpeech("turn"));
        await LiveAvatarStage.AdvanceUntilAsync(
            time, TimeSpan.FromMilliseconds(250), theirs.Log.WaitAsync(LiteDirection.Received, "agent.speak_end", Stop));

        Assert.True(time.Elapsed - before > TimeSpan.FromSeconds(55));
        Assert.Equal(6 * Second.Length, theirs.Log.Records.Sum(record => record.AudioBytes));
        await listener.NextAsync<AvatarEvent.SpeakStarted>();
    }

    [Fact]
    public async Task Interrupt_OvertakesWhatTheSlowPeerHasNotRead()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (connection, _, theirs) = await stage.ConnectAsync();
        stage.Sandbox.Switches.StopsReading = true;
        connection.KeepAlive();
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.stalled", Stop);
        FillConnection(connection, 40);

        Assert.True(connection.Interrupt("old"));
        Assert.True(connection.Speak("new", Second));
        stage.Sandbox.Switches.StopsReading = false;

        await theirs.Log.WaitAsync(record => record is { Type: "agent.speak", EventId: "new" }, Stop);
        var received = theirs.Log.Records.Where(record => record.Direction == LiteDirection.Received).ToList();
        var interrupt = received.FindIndex(record => record.Type == "agent.interrupt");

        // All that came before it is what the buffers of both ends had taken, some seconds of audio.
        Assert.InRange(received.Take(interrupt).Count(record => record.EventId == "old"), 0, 10);
        Assert.All(received.Skip(interrupt + 1), record => Assert.Equal("new", record.EventId));
    }

    [Fact]
    public async Task Peer_ThatStopsReading_EndsTheConnectionAsLost()
    {
        await using var stage = await LiveAvatarStage.StartAsync(options: new() { StallTimeout = TimeSpan.FromSeconds(1) });
        var (connection, listener, theirs) = await stage.ConnectAsync();
        stage.Sandbox.Switches.StopsReading = true;
        connection.KeepAlive();
        await theirs.Log.WaitAsync(LiteDirection.Received, "socket.stalled", Stop);

        FillConnection(connection, 59);
        var end = await listener.EndAsync();

        Assert.Equal(AvatarEndKind.Lost, end.Kind);
        Assert.Contains("stopped reading", end.Reason, StringComparison.Ordinal);
        Assert.False(connection.Speak("turn", Second));
    }

    [Fact]
    public async Task Message_OverAMegabyte_ClosesTheSocketOfWhoeverSendsIt()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, _) = await stage.StartSessionAsync();
        using var client = new ClientWebSocket();
        await client.ConnectAsync(ours.SocketUrl!, Stop);

        await client.SendAsync(new byte[1_000_001], WebSocketMessageType.Text, true, Stop);
        var buffer = new byte[4096];
        var part = await client.ReceiveAsync(buffer.AsMemory(), Stop);
        while (part.MessageType != WebSocketMessageType.Close)
        {
            part = await client.ReceiveAsync(buffer.AsMemory(), Stop);
        }

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.CloseStatus);
    }

    [Theory]
    [InlineData("nonsense", "JSON")]
    [InlineData("""{"type":"agent.sing"}""", "unknown type")]
    [InlineData("""{"type":"agent.speak","audio":7}""", "base64")]
    [InlineData("""{"type":"agent.speak","audio":"AAA"}""", "base64")]
    [InlineData("""{"type":"agent.speak","audio":"AAAA"}""", "odd")]
    [InlineData("""{"type":"start","encoding":"pcm_s16le","sample_rate":16000,"channels":1}""", "24000")]
    public async Task Command_ThatIsWrong_IsAnErrorInStrictModeAndSilentOtherwise(string command, string words)
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, theirs) = await stage.StartSessionAsync();
        using var client = new ClientWebSocket();
        await client.ConnectAsync(ours.SocketUrl!, Stop);
        await theirs.Log.WaitAsync(record => record is { Direction: LiteDirection.Sent } && theirs.Log.Records.Count(
            other => other.Type == "session.state_updated") > 1, Stop);

        await SendAsync(client, command);
        await SendAsync(client, """{"type":"session.keep_alive"}""");
        await theirs.Log.WaitAsync(LiteDirection.Received, "session.keep_alive", Stop);
        Assert.DoesNotContain(theirs.Log.Records, record => record.Type == "error");
        stage.Sandbox.Switches.Strict = true;
        await SendAsync(client, command);

        await theirs.Log.WaitAsync(LiteDirection.Sent, "error", Stop);
        Assert.Contains(words, await ReadErrorAsync(client), StringComparison.Ordinal);
    }

    private static Task SendAsync(ClientWebSocket client, string text) =>
        client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Stop);

    private static async Task<string> ReadErrorAsync(ClientWebSocket client)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var part = await client.ReceiveAsync(buffer.AsMemory(), Stop);
            var text = Encoding.UTF8.GetString(buffer, 0, part.Count);
            if (text.Contains("\"error\"", StringComparison.Ordinal))
            {
                return text;
            }
        }
    }

    private static void FillConnection(IAvatarConnection connection, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Assert.True(connection.Speak("old", Second));
        }
    }

    private static byte[] Noise()
    {
        var noise = new byte[AvatarLimits.ChunkBytes];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
