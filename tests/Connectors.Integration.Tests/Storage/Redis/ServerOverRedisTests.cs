using Connectors.Integration.Tests.Api;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>The whole service over Redis.</summary>
public sealed class ServerOverRedisTests
{
    [Fact(Timeout = 120_000)]
    public async Task Server_OverRedis_KeepsEverythingThereAndHasItAfterARestart()
    {
        await using var server = await RedisServer.StartAsync("--requirepass", "store-password-5d1f");
        await using var stage = await StartAsync(server, ("Redis:Password", "store-password-5d1f"));
        var tenant = await ReadyAsync(stage);
        var id = (await SessionAsync(tenant)).Expect(201).Text("id");
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);
        await stage.RestartAsync();

        var session = (await tenant.CallAsync("GET", $"sessions/{id}")).Expect(200);

        Assert.Equal("stopped-by-tenant", session.Json.GetProperty("end").GetProperty("reason").GetString());
        Assert.Equal(["sessions.db.keys"], stage.Files().Select(Path.GetFileName));
        stage.Logs.AssertHides(["store-password-5d1f"]);
    }

    [Fact(Timeout = 120_000)]
    public async Task Server_ManyStartsAtOnce_AdmitsExactlyTheQuota()
    {
        await using var server = await RedisServer.StartAsync();
        await using var stage = await StartAsync(server, ("Api:CallsPerSecondAndAddress", "10000"));
        var tenant = await ReadyAsync(stage, new { sessions_at_once = 10, starts_per_minute = 1_000, requests_per_second = 1_000 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => SessionAsync(tenant)));

        Assert.Equal(10, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.ExpectProblem(429, "quota-reached"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Server_RedisAway_Answers503AndGoesOnAfterwards()
    {
        await using var server = await RedisServer.StartAsync();
        await using var stage = await StartAsync(server, ("Redis:CallLimit", "00:00:01"));
        var tenant = await ReadyAsync(stage);
        var id = (await SessionAsync(tenant)).Expect(201).Text("id");
        await server.StandStillAsync();

        var refused = await SessionAsync(tenant);
        refused.ExpectProblem(503, "failed");
        Assert.Contains("Retry-After", refused.Headers.Keys);
        (await tenant.CallAsync("GET", "voice-agents")).ExpectProblem(503, "failed");
        await server.GoOnAsync();

        await Eventually.HoldsAsync(async () => (await tenant.CallAsync("GET", $"sessions/{id}")).Status == 200);
        Assert.Equal("live", (await tenant.CallAsync("GET", $"sessions/{id}")).Expect(200).Text("state"));
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);
    }

    private static Task<ApiStage> StartAsync(RedisServer server, params (string Name, string Value)[] settings) => ApiStage.StartAsync(
        [("Storage", "redis"), ("Redis:Address", server.Options.Address), .. settings]);

    private static async Task<ApiTenant> ReadyAsync(ApiStage stage, object? quotas = null)
    {
        var tenant = await stage.TenantAsync(quotas: quotas);
        await tenant.LiveAvatarCredentialAsync();
        return tenant;
    }

    private static Task<ApiReply> SessionAsync(ApiTenant tenant) =>
        tenant.CallAsync("POST", "sessions", new { avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar } });
}
