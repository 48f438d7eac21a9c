using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Core.Avatars;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Integration.Tests.LiveAvatar;

/// <summary>What a server may send that our side must live through.</summary>
public sealed class LiteInputTests
{
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
        Assert.True(connection.Speak("mine", new byte[AvatarLimits.ChunkBytes]));

        theirs.Socket!.Send(LiteEvents.Error("video_starvation", "too slow", "mine"));
        theirs.Socket.Send(new()
        {
            ["type"] = "warning",
            ["warning"] = new JsonObject { ["type"] = 3, ["message"] = new string('y', 5000) },
        });
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
}
