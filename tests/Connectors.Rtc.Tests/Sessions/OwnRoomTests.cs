using System.Text.Json;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.Rooms;

namespace Connectors.Rtc.Tests.Sessions;

/// <summary>
/// A session in a room of the tenant's own: the sandbox's server, or the real one that LIVEKIT_URL and its fellows name.
/// </summary>
public sealed class OwnRoomTests(RtcFixture rtc)
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task OwnLiveKit_UserAvatarAndAgentMeetByTokensOfOurs_AndTalk()
    {
        Assert.NotNull(rtc.Server);
        await using var standIns = await StandIns.StartAsync(rtc, ("elevenlabs", AgentScript.Default));
        await standIns.PrepareTenantAsync(standIns.Settings());
        await using var service = StandIns.Build(standIns.Settings());
        await service.StartAsync(_cancellation);
        using var client = new TenantClient(new(service.Urls.First() + "/"), standIns.ApiKey);
        await using var user = new SandboxUser(TimeProvider.System);

        var credential = await client.CallAsync(
            HttpMethod.Post, "credentials", new { name = "rooms", kind = "LIVEKIT_API_KEY", value = Project(rtc.Server) });
        var body = JsonSerializer.SerializeToNode(standIns.SessionOf("elevenlabs"))!.AsObject();
        body["room"] = JsonSerializer.SerializeToNode(
            new { source = "own_livekit", credential_id = credential.GetProperty("id").GetString() });
        var started = await client.CallAsync(HttpMethod.Post, "sessions", body);
        var id = started.GetProperty("id").GetString()!;
        await user.JoinAsync(
            new(started.GetProperty("livekit_url").GetString()!), started.GetProperty("livekit_client_token").GetString()!, _cancellation);
        var greeted = await client.WatchAsync(id, 0, static (type, _) => type == "turn.ended");
        await client.CallAsync(HttpMethod.Post, $"sessions/{id}/stop");

        Assert.Equal("working", credential.GetProperty("state").GetString());
        var session = Assert.Single(standIns.LiveAvatar.Sessions);
        Assert.Equal($"session-{id}", session.Request.LiveKit!.Name);
        Assert.Contains(session.Log.Records, record => record is { Direction: LiteDirection.Received, AudioBytes: > 0 });
        Assert.True(greeted[^1].Data.GetProperty("figures").GetProperty("heard_ms").GetDouble() > 300);
        Assert.True(user.Heard.Duration > TimeSpan.FromSeconds(0.3), "The user heard the avatar in the room.");
    }

    private static string Project(RoomServer server) =>
        $"{server.Url.Scheme}://{server.ApiKey}:{Uri.EscapeDataString(server.ApiSecret.Reveal())}@{server.Url.Authority}";
}
