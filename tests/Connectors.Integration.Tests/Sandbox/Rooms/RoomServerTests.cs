using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Connectors.LiveKit.Tokens;
using Connectors.Sandbox.Rooms;

namespace Connectors.Integration.Tests.Sandbox.Rooms;

/// <summary>The room server's signalling and HTTP, without any media: that is tested in Connectors.Rtc.Tests.</summary>
public sealed class RoomServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RoomServer _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Good => _server.Mint("somebody", new LiveKitGrants { Room = "room" });

    public async ValueTask InitializeAsync()
    {
        _server = await RoomServer.StartOwnAsync(TimeProvider.System, Cancellation);
        _http = new() { BaseAddress = new UriBuilder(_server.Url) { Scheme = "http" }.Uri };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task NewerPaths_AreNotFound_SoThatClientsFallBack()
    {
        using var validate = await _http.GetAsync($"rtc/v1/validate?access_token={Good}", Cancellation);
        var refusal = await RefusedAsync($"rtc/v1?access_token={Good}");

        Assert.Equal(HttpStatusCode.NotFound, validate.StatusCode);
        Assert.DoesNotContain(
            "requested room does not exist", await validate.Content.ReadAsStringAsync(Cancellation), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, refusal);
    }

    [Fact]
    public async Task Validate_OfTokens_TellsGoodFromBad()
    {
        var grants = new LiveKitGrants { Room = "room" };
        var forged = new LiveKitAccessToken(_server.ApiKey, new("not the secret"), TimeProvider.System);
        var stranger = new LiveKitAccessToken("another", _server.ApiSecret, TimeProvider.System);

        Assert.Equal((HttpStatusCode.OK, "success"), await ValidateAsync(Good));
        await RefusesAsync("nonsense", "no access token");
        await RefusesAsync("a.b.c", "malformed access token");
        await RefusesAsync(_server.Mint("late", grants, TimeSpan.FromMinutes(-1)), "access token expired");
        await RefusesAsync(forged.Mint("x", grants, TimeSpan.FromHours(1)), "invalid signature");
        await RefusesAsync(stranger.Mint("x", grants, TimeSpan.FromHours(1)), "invalid API key");
        await RefusesAsync(_server.Mint("x", grants with { RoomJoin = false }), "permissions denied");
        await RefusesAsync(_server.Mint(string.Empty, grants), "identity cannot be empty");
    }

    [Fact]
    public async Task Join_WithATokenForAnotherRoom_IsRefused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync($"rtc?room=another&access_token={Good}"));

    [Fact]
    public async Task Signals_ThatNobodyCanRead_EndTheirSenderOnly()
    {
        using var bystander = await JoinAsync("bystander");
        using var vandal = await JoinAsync("vandal");
        var random = new Random(3);
        for (var i = 0; i < 60; i++)
        {
            var garbage = new byte[random.Next(1, 200)];
            random.NextBytes(garbage);
            garbage[0] = 0xff;
            await TrySendAsync(vandal, garbage, i % 2 == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
        }

        await UntilClosedAsync(vandal);
        using var newcomer = await JoinAsync("newcomer");

        Assert.Equal(WebSocketState.Open, bystander.State);
        Assert.Equal(WebSocketState.Open, newcomer.State);
    }

    [Fact]
    public async Task Signals_OfMoreThanAMegabyte_EndTheirSenderOnly()
    {
        using var bystander = await JoinAsync("bystander");
        using var vandal = await JoinAsync("vandal");

        await TrySendAsync(vandal, new byte[2 << 20], WebSocketMessageType.Binary);
        await UntilClosedAsync(vandal);
        using var newcomer = await JoinAsync("newcomer");

        Assert.Equal(WebSocketState.Open, bystander.State);
        Assert.Equal(WebSocketState.Open, newcomer.State);
    }

    [Fact]
    public async Task Signals_WithAnSdpOfNonsense_AreSurvived()
    {
        using var vandal = await JoinAsync("vandal");
        // SignalRequest.offer { type: "offer", sdp: "v" } and .trickle { candidateInit: "{" }, by hand.
        await TrySendAsync(vandal, [10, 10, 10, 5, .. "offer"u8, 18, 1, .. "v"u8], WebSocketMessageType.Binary);
        await TrySendAsync(vandal, [26, 3, 10, 1, .. "{"u8], WebSocketMessageType.Binary);

        using var newcomer = await JoinAsync("newcomer");

        Assert.Equal(WebSocketState.Open, newcomer.State);
    }

    [Fact]
    public async Task Administration_WithoutItsGrant_IsRefused()
    {
        using var inside = await JoinAsync("inside");
        var admin = _server.Mint("admin", new() { Room = "room", RoomJoin = false, RoomAdmin = true });
        var other = _server.Mint("admin", new() { Room = "another", RoomJoin = false, RoomAdmin = true });

        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync("ListRooms", null, "{}"));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync("ListRooms", Good, "{}"));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync("DeleteRoom", admin, """{"room":"room"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await CallAsync("RemoveParticipant", other, """{"room":"room","identity":"inside"}"""));
        Assert.Equal(HttpStatusCode.NotFound, await CallAsync("constructor", admin, "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, await CallAsync("RemoveParticipant", admin, "["));
        Assert.Equal(HttpStatusCode.NotFound, await CallAsync("RemoveParticipant", admin, """{"room":"room","identity":"nobody"}"""));
        Assert.Equal(WebSocketState.Open, inside.State);
        Assert.Equal(HttpStatusCode.OK, await CallAsync("RemoveParticipant", admin, """{"room":"room","identity":"inside"}"""));
        await UntilClosedAsync(inside);
    }

    [Fact]
    public async Task Participants_OfARoom_AreListed()
    {
        using var admin = new RoomAdmin(_server);
        Assert.Empty(await admin.ListParticipantsAsync("room", Cancellation));
        using var first = await JoinAsync("first");
        using var second = await JoinAsync("second");

        Assert.Equal(["first", "second"], (await admin.ListParticipantsAsync("room", Cancellation)).Order());
    }

    [Fact]
    public async Task Server_WhoseStarterIsGone_Ends()
    {
        var server = await RoomServer.StartOwnAsync(TimeProvider.System, Cancellation);
        using var process = Process.GetProcessById(server.ProcessId);

        await server.DisposeAsync();

        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        Assert.True(process.HasExited);
    }

    private static async Task TrySendAsync(ClientWebSocket socket, byte[] message, WebSocketMessageType type)
    {
        try
        {
            await socket.SendAsync(message, type, true, Cancellation);
        }
        catch (WebSocketException)
        {
            // The server has had enough of it.
        }
    }

    private static async Task UntilClosedAsync(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        var buffer = new byte[64 * 1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, limit.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Closed without a word.
        }
    }

    private async Task<(HttpStatusCode Status, string Text)> ValidateAsync(string token)
    {
        using var answer = await _http.GetAsync($"rtc/validate?access_token={token}", Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private async Task RefusesAsync(string token, string reason) =>
        Assert.Equal((HttpStatusCode.Unauthorized, reason), await ValidateAsync(token));

    private async Task<HttpStatusCode> CallAsync(string method, string? token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"twirp/livekit.RoomService/{method}");
        request.Content = new StringContent(body);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var answer = await _http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    private async Task<ClientWebSocket> JoinAsync(string identity)
    {
        var socket = new ClientWebSocket();
        var token = _server.Mint(identity, new() { Room = "room" });
        await socket.ConnectAsync(new(_server.Url, $"rtc?access_token={token}"), Cancellation);
        var first = await socket.ReceiveAsync(new byte[64 * 1024], Cancellation);
        Assert.Equal(WebSocketMessageType.Binary, first.MessageType);
        return socket;
    }

    private async Task<HttpStatusCode> RefusedAsync(string path)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new(_server.Url, path), Cancellation));
        return socket.HttpStatusCode;
    }
}
