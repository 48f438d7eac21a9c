using System.Text.Json;

namespace Connectors.Integration.Tests.Api;

public class TenantApiTests
{
    [Fact]
    public async Task Operator_MakesTenantAndKey_TenantSeesItselfAndNothingOfTheOperators()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync("Acme", quotas: new { sessions_at_once = 3 });

        var own = (await tenant.CallAsync("GET", "tenant")).Expect(200);
        Assert.Equal("Acme", own.Text("name"));
        Assert.Equal(3, own.Json.GetProperty("quotas").GetProperty("sessions_at_once").GetInt32());
        (await tenant.CallAsync("GET", "operator/tenants")).ExpectProblem(403, "forbidden");
        (await stage.CallAsync("GET", "tenant", key: stage.OperatorKey)).ExpectProblem(403, "forbidden");
    }

    [Fact]
    public async Task Calls_WithoutKeyOrWithAWrongOne_AreRefusedAlike()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var wrong = tenant.Key[..^4] + (tenant.Key.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBA" : "AAAA");

        foreach (var key in new[] { null, "", "ck_", wrong, stage.OperatorKey + "x", "sk-something" })
        {
            (await stage.CallAsync("GET", "tenant", key: key)).ExpectProblem(401, "unauthorized");
        }
    }

    [Fact]
    public async Task Key_Withdrawn_IsRefusedAtOnce()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var id = Guid.ParseExact(tenant.Key.Split('_')[1], "N").ToString();

        (await stage.CallAsync("DELETE", $"operator/tenants/{tenant.Id}/keys/{id}", key: stage.OperatorKey)).Expect(204);

        (await tenant.CallAsync("GET", "tenant")).ExpectProblem(401, "unauthorized");
    }

    [Fact]
    public async Task Tenant_Suspended_IsRefusedUntilItIsNot()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();

        (await stage.CallAsync("PATCH", $"operator/tenants/{tenant.Id}", new { suspended = true }, stage.OperatorKey)).Expect(200);
        (await tenant.CallAsync("GET", "tenant")).ExpectProblem(401, "unauthorized");
        (await stage.CallAsync("PATCH", $"operator/tenants/{tenant.Id}", new { suspended = false }, stage.OperatorKey)).Expect(200);
        (await tenant.CallAsync("GET", "tenant")).Expect(200);
    }

    [Fact]
    public async Task Change_OfAnOldVersion_IsRefused()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        var seen = (await tenant.CallAsync("GET", "tenant")).ETag!;
        var retention = new { retention = new { transcript_days = 1 } };

        (await tenant.CallAsync("PATCH", "tenant", retention, ("If-Match", seen))).Expect(200);

        (await tenant.CallAsync("PATCH", "tenant", retention, ("If-Match", seen))).ExpectProblem(412, "changed-meanwhile");
        (await tenant.CallAsync("PATCH", "tenant", retention, ("If-Match", "W/\"1\""))).ExpectProblem(400, "invalid");
    }

    [Fact]
    public async Task Quotas_OutOfRange_AreAllNamed()
    {
        await using var stage = await ApiStage.StartAsync();

        var reply = await stage.CallAsync(
            "POST", "operator/tenants", new { quotas = new { sessions_at_once = -1, requests_per_second = 0 } }, stage.OperatorKey);

        Assert.Equal(["name", "quotas.sessions_at_once", "quotas.requests_per_second"], reply.ExpectProblem(400, "invalid").WrongFields());
    }

    [Fact]
    public async Task MetricsGroup_GivenChangedAndTakenAway_IsAsTheOperatorSaidLast()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = (await stage.CallAsync("POST", "operator/tenants", new { name = "Acme", metrics_group = "gold" }, stage.OperatorKey))
            .Expect(201);
        Assert.Equal("gold", tenant.Text("metrics_group"));

        Assert.Equal("gold", (await ChangeAsync(new { name = "Acme Ltd" })).Expect(200).Text("metrics_group"));
        Assert.Equal("trial-2", (await ChangeAsync(new { metrics_group = "trial-2" })).Expect(200).Text("metrics_group"));
        foreach (var wrong in new[] { "Gold", "gold plan", "a_b", "g\u00f6ld", new string('a', 33) })
        {
            Assert.Equal(["metrics_group"], (await ChangeAsync(new { metrics_group = wrong })).ExpectProblem(400, "invalid").WrongFields());
        }

        var none = (await ChangeAsync(new { metrics_group = string.Empty })).Expect(200);
        Assert.Equal(JsonValueKind.Null, none.Json.GetProperty("metrics_group").ValueKind);

        Task<ApiReply> ChangeAsync(object body)
        {
            return stage.CallAsync("PATCH", $"operator/tenants/{tenant.Text("id")}", body, stage.OperatorKey);
        }
    }

    [Fact]
    public async Task List_ByPages_HasEveryTenantOnceNewestFirst()
    {
        await using var stage = await ApiStage.StartAsync();
        foreach (var i in Enumerable.Range(1, 5))
        {
            await stage.TenantAsync($"T{i}");
        }

        List<string> names = [];
        string? cursor = null;
        do
        {
            var page = (await stage.CallAsync(
                "GET", "operator/tenants?limit=2" + (cursor is null ? "" : "&cursor=" + cursor), key: stage.OperatorKey)).Expect(200);
            names.AddRange(page.Json.GetProperty("data").EnumerateArray().Select(tenant => tenant.GetProperty("name").GetString()!));
            cursor = page.Json.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["T5", "T4", "T3", "T2", "T1"], names);
    }
}
