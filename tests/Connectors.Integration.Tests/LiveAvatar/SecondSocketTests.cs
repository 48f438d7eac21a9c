using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Core.Avatars;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Integration.Tests.LiveAvatar;

/// <summary>Two sockets on one address: which behaviour the real one has isn't known, so each is one of the sandbox's.</summary>
public sealed class SecondSocketTests
{
    private static readonly byte[] Second = new byte[AvatarLimits.ChunkBytes];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replace_ClosesTheOlderWithAReasonAndObeysTheNewer()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, theirs) = await stage.StartSessionAsync();
        using var older = await OpenRawAsync(ours.SocketUrl!, theirs, 1);

        var (connection, newer) = stage.Open(ours.SocketUrl!);
        await newer.NextAsync<AvatarEvent.Connected>();
        await ReadToCloseAsync(older);

        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "another client connected"), (older.CloseStatus, older.CloseStatusDescription));
        Assert.True(connection.Speak("b", Second));
        var spoken = await theirs.Log.WaitAsync(LiteDirection.Received, "agent.speak", Stop);
        Assert.Equal((2, false), (spoken.Socket, spoken.IsOvertaken));
    }

    [Fact]
    public async Task Replace_WhatStillComesOnTheOlder_IsDroppedAndLoggedAsTheOlders()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (ours, theirs) = await stage.StartSessionAsync();
        using var older = await OpenRawAsync(ours.SocketUrl!, theirs, 1);
        await SpeakAsync(older, "a");
        await theirs.Log.WaitAsync(LiteDirection.Received, "agent.speak", Stop);
        using var newer = await OpenRawAsync(ours.SocketUrl!, theirs, 2);
        await SpeakAsync(older, "late");

        var late = await theirs.Log.WaitAsync(record => record is { Type: "agent.speak", Socket: 1, IsOvertaken: true }, Stop);
        Assert.Equal(LiteDirection.Dropped, late.Direction);
        Assert.Empty(theirs.Log.SpokenByOlder);
        Assert.DoesNotContain(theirs.Log.Of(2), record => record.Type == "agent.speak");
        Assert.DoesNotContain(theirs.Log.Of(1), record => record is { Direction: LiteDirection.Sent, IsOvertaken: true });
    }

    [Fact]
    public async Task Both_CommandsOfBothAreObeyedAndEventsGoToBoth()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.SecondSocket = SecondSocket.OpensBeside;
        var (ours, theirs) = await stage.StartSessionAsync();
        using var older = await OpenRawAsync(ours.SocketUrl!, theirs, 1);

        // Too short to begin without its end.
        await SpeakAsync(older, "a", TimeSpan.FromMilliseconds(300));
        await theirs.Log.WaitAsync(LiteDirection.Received, "agent.speak", Stop);
        using var newer = await OpenRawAsync(ours.SocketUrl!, theirs, 2);
        Assert.Empty(theirs.Log.SpokenByOlder);

        await SendAsync(older, new() { ["type"] = "agent.speak_end", ["event_id"] = "a" });
        await ReadAsync(older, "agent.speak_started");
        await ReadAsync(newer, "agent.speak_started");
        await SpeakAsync(newer, "b");
        await theirs.Log.WaitAsync(record => record is { Type: "agent.speak", Socket: 2, Direction: LiteDirection.Received }, Stop);
        await SpeakAsync(older, "c");
        await theirs.Log.WaitAsync(_ => theirs.Log.SpokenByOlder.Count > 0, Stop);

        var overtaken = Assert.Single(theirs.Log.SpokenByOlder);
        Assert.Equal(("agent.speak", "c", 1), (overtaken.Type, overtaken.EventId, overtaken.Socket));
        await SendAsync(newer, new() { ["type"] = "agent.interrupt" });
        await ReadAsync(older, "agent.audio_buffer_cleared");
        await ReadAsync(newer, "agent.audio_buffer_cleared");
    }

    [Fact]
    public async Task Both_OneThatLeaves_LeavesTheOtherAloneAndTheSessionsEndClosesIt()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.SecondSocket = SecondSocket.OpensBeside;
        var (ours, theirs) = await stage.StartSessionAsync();
        var (first, firstEvents) = stage.Open(ours.SocketUrl!);
        await firstEvents.NextAsync<AvatarEvent.Connected>();
        var (second, secondEvents) = stage.Open(ours.SocketUrl!);
        await secondEvents.NextAsync<AvatarEvent.Connected>();

        await first.CloseAsync();
        await theirs.Log.WaitAsync(record => record is { Type: "socket.ended", Socket: 1 }, Stop);
        Assert.True(second.KeepAlive());
        await theirs.Log.WaitAsync(record => record is { Type: "session.keep_alive", Socket: 2, IsOvertaken: false }, Stop);
        await theirs.EndAsync("USER_CLOSED");

        await secondEvents.NextAsync<AvatarEvent.Stopped>();
        Assert.Equal(AvatarEndKind.ClosedByServer, (await secondEvents.NextAsync<AvatarEvent.Ended>()).Kind);
    }

    [Fact]
    public async Task Both_ErrorsGoToWhoMadeThem()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        (stage.Sandbox.Switches.SecondSocket, stage.Sandbox.Switches.Strict) = (SecondSocket.OpensBeside, true);
        var (ours, theirs) = await stage.StartSessionAsync();
        using var older = await OpenRawAsync(ours.SocketUrl!, theirs, 1);
        using var newer = await OpenRawAsync(ours.SocketUrl!, theirs, 2);

        await SendAsync(older, new() { ["type"] = "nonsense" });
        await ReadAsync(older, "error");

        Assert.DoesNotContain(theirs.Log.Of(2), record => record.Type == "error");
    }

    [Fact]
    public async Task Refuse_TheSecond_UntilTheFirstIsGone()
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

    // Our own connection would leave as soon as it is told to; this one goes on talking.
    private static async Task<ClientWebSocket> OpenRawAsync(Uri address, SandboxSession session, int ordinal)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, Stop);
        await ReadAsync(socket, "session.state_updated", state: "connected");
        Assert.Equal(ordinal, session.Log.Records.Max(record => record.Socket));
        return socket;
    }

    private static Task SpeakAsync(ClientWebSocket socket, string id, TimeSpan? length = null)
    {
        var audio = Convert.ToBase64String(Second.AsSpan(0, (int)(Second.Length * (length?.TotalSeconds ?? 1))));
        return SendAsync(socket, new() { ["type"] = "agent.speak", ["event_id"] = id, ["audio"] = audio });
    }

    private static Task SendAsync(ClientWebSocket socket, JsonObject command) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, Stop);

    private static async Task ReadAsync(ClientWebSocket socket, string type, string? state = null)
    {
        var buffer = new byte[16 * 1024];
        JsonNode message;
        do
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), Stop);
            Assert.True(part.EndOfMessage && part.MessageType == WebSocketMessageType.Text);
            message = JsonNode.Parse(buffer.AsSpan(0, part.Count))!;
        }
        while ((string?)message["type"] != type || (state is not null && (string?)message["state"] != state));
    }

    private static async Task ReadToCloseAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), Stop)).MessageType != WebSocketMessageType.Close)
        {
            // What was sent before it.
        }
    }
}
