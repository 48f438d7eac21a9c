using System.Text.Json;
using Connectors.LiveKit.Tokens;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class OwnRoomTests
{
    private const string Room = "booth-7";

    private static readonly LiveKitGrants Full = new() { Room = Room, CanPublish = true, CanSubscribe = true, CanPublishData = true };

    [Fact]
    public async Task Start_InARoomOfTheTenantsOwn_JoinsItAndTellsThePageNoRoom()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (sessionId, token) = await tenant.TokenAsync(Body(tenant, Full));

        var data = Data((await tenant.PageAsync("sessions/start", token)).Expect(201));

        Assert.Equal(JsonValueKind.Null, data.GetProperty("livekit_url").ValueKind);
        Assert.Equal(JsonValueKind.Null, data.GetProperty("livekit_client_token").ValueKind);
        Assert.NotNull(Assert.Single(stage.LiveAvatar.Sessions).Request.LiveKit);
        stage.Rooms.User = "visitor";
        stage.Rooms.Room.UserJoins();
        Assert.Equal("live", (await tenant.Tenant.CallAsync("GET", $"sessions/{sessionId}")).Text("state"));
        Assert.DoesNotContain("booth", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfAnAvatarThatMayNotSendData_IsRefusedBeforeLiveAvatarFails()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        var wrong = WrongOf(await tenant.CallAsync("POST", "sessions/token", Body(tenant, Full with { CanPublishData = false })));
        var other = WrongOf(await tenant.CallAsync("POST", "sessions/token", Body(tenant, Full with { Room = "booth-8" })));

        Assert.Equal(["body.livekit_config.livekit_client_token"], wrong);
        Assert.Equal(["body.livekit_config.livekit_client_token"], other);
    }

    private static Dictionary<string, object?> Body(MovedTenant tenant, LiveKitGrants avatar)
    {
        var project = new LiveKitAccessToken("key", new("a secret of the tenant's own project"), TimeProvider.System);
        var body = tenant.Body;
        body["livekit_config"] = new
        {
            livekit_url = "ws://127.0.0.1:1/",
            livekit_room = Room,
            livekit_client_token = project.Mint("heygen", avatar, TimeSpan.FromHours(1), null),
            livekit_agent_token = project.Mint("agent", Full, TimeSpan.FromHours(1), null),
        };
        return body;
    }
}
