using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.Api;

public class SessionApiTests
{
    [Fact]
    public async Task Start_TellsWhatABrowserNeedsAndNothingMore()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);

        var started = (await StartAsync(tenant)).Expect(201);

        Assert.Equal(
            ["created_at", "id", "livekit_client_token", "livekit_url", "max_session_duration", "state"],
            started.Json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        var read = (await tenant.CallAsync("GET", $"sessions/{started.Text("id")}")).Expect(200);
        Assert.Equal("live", read.Text("state"));
    }

    [Fact]
    public async Task Stop_EndsIt_AndAgain_ChangesNothing()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);
        var id = (await StartAsync(tenant)).Expect(201).Text("id");

        var stopped = (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);
        var again = (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);

        Assert.Equal("ended", stopped.Text("state"));
        Assert.Equal("stopped-by-tenant", stopped.Json.GetProperty("end").GetProperty("reason").GetString());
        Assert.Equal(stopped.Json.GetProperty("ended_at").GetString(), again.Json.GetProperty("ended_at").GetString());
        (await tenant.CallAsync("POST", $"sessions/{id}/interrupt")).ExpectProblem(409, "wrong-state");
    }

    [Fact]
    public async Task Start_ManyAtOnceForFewSlots_AdmitsExactlyTheQuota()
    {
        await using var stage = await ApiStage.StartAsync(("Api:CallsPerSecondAndAddress", "10000"));
        var tenant = await ReadyAsync(stage, new { sessions_at_once = 10, starts_per_minute = 1_000, requests_per_second = 1_000 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => StartAsync(tenant)));

        Assert.Equal(10, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply =>
        {
            reply.ExpectProblem(429, "quota-reached");
            Assert.Contains("Retry-After", reply.Headers.Keys);
        });
        var live = (await tenant.CallAsync("GET", "sessions?state=live&limit=100")).Json.GetProperty("data").GetArrayLength();
        Assert.Equal(10, live);
    }

    [Fact]
    public async Task Start_WithoutLiveAvatarCredential_SaysHowToSetOne()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();

        var reply = await tenant.CallAsync("POST", "sessions", new { avatar = new { avatar_id = "a" } });

        Assert.Equal(["avatar_credential_id"], reply.ExpectProblem(400, "invalid").WrongFields());
        Assert.Contains("default_liveavatar_credential_id", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnADrainingNode_IsRefusedAndOthersGoOn()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);
        var id = (await StartAsync(tenant)).Expect(201).Text("id");

        (await stage.CallAsync("PUT", "operator/node/drain", new { draining = true }, stage.OperatorKey)).Expect(200);

        (await StartAsync(tenant)).ExpectProblem(503, "capacity-reached");
        Assert.Equal("live", (await tenant.CallAsync("GET", $"sessions/{id}")).Text("state"));
        (await stage.CallAsync("PUT", "operator/node/drain", new { draining = false }, stage.OperatorKey)).Expect(200);
        (await StartAsync(tenant)).Expect(201);
    }

    [Fact]
    public async Task Events_OfAnEndedSession_AreThereAfterARestartFromAnyPlace()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);
        var id = (await StartAsync(tenant)).Expect(201).Text("id");
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);
        var before = Ids((await tenant.CallAsync("GET", $"sessions/{id}/events")).Expect(200).Body);

        await stage.RestartAsync();

        Assert.Equal(Enumerable.Range(1, before.Count).Select(number => $"1-{number}"), before);
        Assert.NotEmpty(before);
        Assert.Equal(before, Ids((await tenant.CallAsync("GET", $"sessions/{id}/events")).Expect(200).Body));
        Assert.Equal(
            before.Skip(2), Ids((await tenant.CallAsync("GET", $"sessions/{id}/events", null, ("Last-Event-ID", before[1]))).Body));
        (await tenant.CallAsync("GET", $"sessions/{id}/events", null, ("Last-Event-ID", "2"))).ExpectProblem(400, "invalid");
        Assert.Equal(before.Skip(2), Ids((await tenant.CallAsync("GET", $"sessions/{id}/events?last_event_id={before[1]}")).Body));
        (await tenant.CallAsync("GET", $"sessions/{id}/events?last_event_id=1-0")).ExpectProblem(400, "invalid");
    }

    [Fact]
    public async Task Content_Deleted_IsGoneAndTheSessionStays()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);
        var id = (await StartAsync(tenant)).Expect(201).Text("id");
        (await tenant.CallAsync("DELETE", $"sessions/{id}/content")).ExpectProblem(409, "wrong-state");
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);

        (await tenant.CallAsync("DELETE", $"sessions/{id}/content")).Expect(200);

        (await tenant.CallAsync("GET", $"sessions/{id}/transcript")).ExpectProblem(404, "not-found");
        (await tenant.CallAsync("GET", $"sessions/{id}")).Expect(200);
    }

    [Fact]
    public async Task Start_EveryWrongMember_IsNamed()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);

        var reply = await tenant.CallAsync("POST", "sessions", new
        {
            avatar = new { avatar_id = "a", quality = "best", encoding = "AV2" },
            limits = new { idle_seconds = 1, no_user_seconds = 1e300 },
            interruptions = new { mode = "after", after_ms = 5_001 },
            wait_for_credential_seconds = 31,
            language = "!",
            room = new { source = "given", url = "http://x" },
        });

        Assert.Equal(
            [
                "avatar.encoding", "avatar.quality", "interruptions.after_ms", "language", "limits.idle_seconds", "limits.no_user_seconds",
                "room.agent_token", "room.url", "room.ws_url", "wait_for_credential_seconds",
            ],
            reply.ExpectProblem(400, "invalid").WrongFields().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("wss://10.1.2.3/socket")]
    [InlineData("https://avatar.example.com/")]
    [InlineData("wss://user:word@avatar.example.com/")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Start_InAGivenRoomWithASocketThatNobodyMayReach_NamesTheMember(string url)
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);

        var reply = await tenant.CallAsync("POST", "sessions", new
        {
            room = new { source = "given", url = "wss://rooms.example.com", agent_token = "t", ws_url = url },
        });

        Assert.Equal(["room.ws_url"], reply.ExpectProblem(400, "invalid").WrongFields());
    }

    [Theory]
    [InlineData("/v1/sessions/token", 429, "capacity-reached")]
    [InlineData("/v1/sessions/start", 429, "capacity-reached")]
    [InlineData("/v1/sessions/start", 503, "provider-unreachable")]
    public async Task Start_LiveAvatarSaysWhenToComeBack_TheCallerIsTold(string path, int status, string problem)
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);
        stage.LiveAvatar.AnswerNext(path, context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "77";
            return Task.CompletedTask;
        });

        var reply = await StartAsync(tenant);

        Assert.Equal(problem, reply.Problem);
        Assert.Equal("77", reply.Headers["Retry-After"]);
    }

    [Fact]
    public async Task Usage_CountsSessionsOfTheDay()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);
        var id = (await StartAsync(tenant)).Expect(201).Text("id");
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);

        var usage = (await tenant.CallAsync("GET", "usage")).Expect(200).Json.GetProperty("sums");

        Assert.Equal(1, usage.EnumerateArray().Sum(sum => sum.GetProperty("sessions").GetInt32()));
        (await tenant.CallAsync("GET", "usage?from=yesterday")).ExpectProblem(400, "invalid");
    }

    [Fact]
    public async Task TenantDeleted_SessionsEndAndItsKeysAreRefused()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await ReadyAsync(stage);
        (await StartAsync(tenant)).Expect(201);

        (await stage.CallAsync("DELETE", $"operator/tenants/{tenant.Id}", key: stage.OperatorKey)).Expect(202);

        (await tenant.CallAsync("GET", "tenant")).ExpectProblem(401, "unauthorized");
        (await stage.CallAsync("GET", $"operator/tenants/{tenant.Id}", key: stage.OperatorKey)).ExpectProblem(404, "not-found");
    }

    private static async Task<ApiTenant> ReadyAsync(ApiStage stage, object? quotas = null)
    {
        var tenant = await stage.TenantAsync(quotas: quotas);
        await tenant.LiveAvatarCredentialAsync();
        return tenant;
    }

    private static async Task<ApiReply> StartAsync(ApiTenant tenant) =>
        await tenant.CallAsync("POST", "sessions", new { avatar = new { avatar_id = LiveAvatarCloud.OtherAvatar } });

    private static List<string> Ids(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => line[4..])];
}
