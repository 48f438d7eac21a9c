using Connectors.Integration.Tests.Api;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_ByThePage_WhoseUserHasLeft_EndsItAsTheUsers()
    {
        await using var stage = await StageAsync();
        var (tenant, id, token) = await StartedAsync(stage);
        stage.Rooms.Room.UserJoins();
        stage.Rooms.Room.UserLeaves();

        Data((await tenant.PageAsync("sessions/stop", token)).Expect(200));

        Assert.Equal("stopped-by-user", await ReasonAsync(tenant, id));
    }

    [Fact]
    public async Task Stop_ByATabThatASecondOneThrewOut_IsAnsweredAndNotObeyed()
    {
        await using var stage = await StageAsync();
        var (tenant, id, token) = await StartedAsync(stage);
        stage.Rooms.Room.UserJoins();
        stage.Rooms.Room.UserLeaves();
        stage.Rooms.Room.UserJoins();

        Data((await tenant.PageAsync("sessions/stop", token)).Expect(200));

        Assert.Equal("live", (await tenant.Tenant.CallAsync("GET", $"sessions/{id}")).Text("state"));
    }

    [Fact]
    public async Task Stop_OfWhatIsUnknownOrOver_IsDone()
    {
        await using var stage = await StageAsync();
        var (tenant, id, token) = await StartedAsync(stage);
        var (_, unused) = await tenant.TokenAsync();

        Data((await tenant.PageAsync("sessions/stop", unused)).Expect(200));
        Data((await tenant.CallAsync("POST", "sessions/stop", new { session_id = Guid.NewGuid() })).Expect(200));
        Data((await tenant.CallAsync("POST", "sessions/stop", new { session_id = id, reason = "USER_CLOSED" })).Expect(200));
        Data((await tenant.CallAsync("POST", "sessions/stop", new { session_id = id })).Expect(200));
        Data((await tenant.PageAsync("sessions/stop", token)).Expect(200));

        Assert.Equal("stopped-by-tenant", await ReasonAsync(tenant, id));
        (await tenant.PageAsync("sessions/start", unused)).Expect(201);
    }

    [Fact]
    public async Task Stop_OfAnotherTenantsSession_ChangesNothing()
    {
        await using var stage = await StageAsync();
        var (tenant, id, _) = await StartedAsync(stage);
        var stranger = await CreateAsync(stage);

        Data((await stranger.CallAsync("POST", "sessions/stop", new { session_id = id })).Expect(200));

        Assert.Equal("live", (await tenant.Tenant.CallAsync("GET", $"sessions/{id}")).Text("state"));
    }

    [Fact]
    public async Task Stop_WithWrongMembers_NamesThem()
    {
        await using var stage = await StageAsync();
        var (tenant, _, token) = await StartedAsync(stage);

        Assert.Equal(["body.session_id"], WrongOf(await tenant.CallAsync("POST", "sessions/stop")));
        Assert.Equal(["body.reason"], WrongOf(await tenant.PageAsync("sessions/stop", token, new { reason = "BORED" })));
        Assert.Equal(["body.session_id"], WrongOf(await tenant.PageAsync("sessions/stop", token, new { session_id = Guid.NewGuid() })));
        Assert.Equal(["body.extra"], WrongOf(await tenant.PageAsync("sessions/keep-alive", token, new { extra = 1 })));
    }

    [Fact]
    public async Task KeepAlive_OfARunningSession_IsDone_AndNotOfAnother()
    {
        await using var stage = await StageAsync();
        var (tenant, id, token) = await StartedAsync(stage);

        Data((await tenant.PageAsync("sessions/keep-alive", token)).Expect(200));
        Data((await tenant.CallAsync("POST", "sessions/keep-alive", new { session_id = id })).Expect(200));
        Refused(await tenant.CallAsync("POST", "sessions/keep-alive", new { session_id = Guid.NewGuid() }), 404, 4004);
    }

    private static async Task<(MovedTenant Tenant, string Id, string Token)> StartedAsync(ApiStage stage)
    {
        var tenant = await CreateAsync(stage);
        var (id, token) = await tenant.TokenAsync();
        (await tenant.PageAsync("sessions/start", token)).Expect(201);
        return (tenant, id, token);
    }

    private static async Task<string?> ReasonAsync(MovedTenant tenant, string id) =>
        (await tenant.Tenant.CallAsync("GET", $"sessions/{id}")).Json.GetProperty("end").GetProperty("reason").GetString();
}
