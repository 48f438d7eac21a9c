using Connectors.Server.LiveAvatarApi.Access;
using Microsoft.Extensions.DependencyInjection;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class StartTests
{
    [Fact]
    public async Task Start_TellsWhatABrowserNeedsAndNothingMore()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (sessionId, token) = await tenant.TokenAsync();

        var data = Data((await tenant.PageAsync("sessions/start", token)).Expect(201));

        Assert.Equal(
            ["livekit_client_token", "livekit_url", "max_session_duration", "session_id"],
            data.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(sessionId, data.GetProperty("session_id").GetString());
        Assert.Equal("live", (await tenant.Tenant.CallAsync("GET", $"sessions/{sessionId}")).Expect(200).Text("state"));
    }

    [Fact]
    public async Task Start_AgainAndAtOnce_IsTheSameRoom()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (_, token) = await tenant.TokenAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.PageAsync("sessions/start", token)));
        var later = await tenant.PageAsync("sessions/start", token);

        Assert.All(replies.Append(later), reply => Assert.Equal(replies[0].Expect(201).Body, reply.Body));
        Assert.Single(stage.LiveAvatar.Calls, call => call == "POST /v1/sessions/start");
    }

    [Fact]
    public async Task Start_AfterARestartOfTheService_OfAnUnusedToken_Works()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (_, token) = await tenant.TokenAsync();

        await stage.RestartAsync();

        (await tenant.PageAsync("sessions/start", token)).Expect(201);
    }

    [Fact]
    public async Task Start_OfAnEndedSession_IsRefused()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (sessionId, token) = await tenant.TokenAsync();
        (await tenant.PageAsync("sessions/start", token)).Expect(201);

        (await tenant.CallAsync("POST", "sessions/stop", new { session_id = sessionId })).Expect(200);

        Refused(await tenant.PageAsync("sessions/start", token), 404, 4004);
    }

    [Fact]
    public async Task Start_WithTokensThatAreNotGood_IsUnauthenticated()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (sessionId, token) = await tenant.TokenAsync();
        var parts = token.Split('.');
        var claims = stage.Services.GetRequiredService<SessionTokens>().Read(token)!;
        var expired = stage.Services.GetRequiredService<SessionTokens>().Sign(claims with { ExpiresAt = DateTimeOffset.UnixEpoch }, []);
        string[] forged =
        [
            "x", "a.b.c", "..", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new string('A', 43)}", $"{parts[0]}.e30.{parts[2]}",
            $"eyJhbGciOiJub25lIn0.{parts[1]}.", $"eyJhbGciOiJub25lIn0.{parts[1]}.{parts[2]}", $"e30.{parts[1]}.{parts[2]}",
            new string('a', 9_000),
        ];

        foreach (var wrong in forged)
        {
            Refused(await tenant.PageAsync("sessions/start", wrong), 401, 4001);
        }

        Refused(await tenant.PageAsync("sessions/start", expired), 401, 4011);
        Refused(await tenant.CallAsync("POST", "sessions/start"), 401, 4001);
        Refused(await stage.CallAsync("POST", Root + "sessions/start"), 401, 4001);
        (await tenant.PageAsync("sessions/start", token, new { session_id = sessionId })).Expect(201);
    }

    [Fact]
    public async Task Start_WithTheTokenOfAWithdrawnKey_IsUnauthenticated()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (_, token) = await tenant.TokenAsync();
        var keys = (await stage.CallAsync("GET", $"operator/tenants/{tenant.Tenant.Id}/keys", key: stage.OperatorKey)).Expect(200);
        var id = keys.Json.GetProperty("data")[0].GetProperty("id").GetString();

        var deleted = await stage.CallAsync("DELETE", $"operator/tenants/{tenant.Tenant.Id}/keys/{id}", key: stage.OperatorKey);

        Assert.InRange(deleted.Status, 200, 204);
        Refused(await tenant.PageAsync("sessions/start", token), 401, 4001);
    }

    [Fact]
    public async Task Start_BeyondTheQuota_IsConcurrencyAndWorksLater()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage, new { sessions_at_once = 1 });
        var (first, started) = await tenant.TokenAsync();
        var (_, token) = await tenant.TokenAsync();
        (await tenant.PageAsync("sessions/start", started)).Expect(201);

        var refused = Refused(await tenant.PageAsync("sessions/start", token), 409, 4033);

        Assert.Contains("Retry-After", refused.Headers.Keys);
        (await tenant.CallAsync("POST", "sessions/stop", new { session_id = first })).Expect(200);
        (await tenant.PageAsync("sessions/start", token)).Expect(201);
    }

    [Fact]
    public async Task Start_ThatLiveAvatarRefuses_SaysWhy()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var body = tenant.Body;
        body["max_session_duration"] = 5_000;
        var (_, token) = await tenant.TokenAsync(body);

        var refused = Refused(await tenant.PageAsync("sessions/start", token), 400, 4000);

        Assert.Contains("maximum allowed", refused.Text("message"), StringComparison.Ordinal);
        Refused(await tenant.PageAsync("sessions/start", token), 404, 4004);
    }

    [Fact]
    public async Task Start_ThatTakesTooLong_IsGivenUp()
    {
        await using var stage = await StageAsync(("LiveAvatarApi:StartLimit", "00:00:01"));
        var tenant = await CreateAsync(stage);
        var (_, token) = await tenant.TokenAsync();
        var released = new TaskCompletionSource();
        stage.LiveAvatar.AnswerNext("/v1/sessions/token", _ => released.Task);

        var refused = Refused(await tenant.PageAsync("sessions/start", token), 504, 5004);

        released.SetResult();
        Assert.Contains("in time", refused.Text("message"), StringComparison.Ordinal);
    }
}
