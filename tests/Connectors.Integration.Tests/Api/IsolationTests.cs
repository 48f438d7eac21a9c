namespace Connectors.Integration.Tests.Api;

public class IsolationTests
{
    [Fact]
    public async Task EveryRoute_WithAnIdOfAnotherTenant_IsNotFoundAndAudited()
    {
        await using var stage = await ApiStage.StartAsync(("Api:CallsPerSecondAndAddress", "10000"));
        var owner = await stage.TenantAsync("Owner");
        var stranger = await stage.TenantAsync("Stranger");
        var belongings = await owner.BelongingsAsync();
        List<string> audited = [];

        foreach (var route in ApiRoute.Of(stage).Where(route => !route.IsOperators && route.Parameters.Contains("id")))
        {
            var resource = route.Pattern.Split('/')[3];
            if (resource == "connectors")
            {
                continue;
            }

            Assert.True(belongings.TryGetValue(resource, out var id), $"{route}: give the owner one of {resource}, so that it is tried.");
            var path = route.Path(name => name == "id" ? id : Guid.NewGuid().ToString());
            var reply = await stranger.CallAsync(route.Method, path, route.TakesBody ? BodyOf(route) : null);
            reply.ExpectProblem(404, "not-found");
            audited.Add($"{route.Method} {path}");
        }

        var log = await AuditAsync(stranger);
        Assert.NotEmpty(audited);
        Assert.All(audited, tried => Assert.Contains(tried, log));
        foreach (var (resource, id) in belongings)
        {
            (await owner.CallAsync("GET", $"{resource}/{id}")).Expect(200);
        }
    }

    // Bodies that are right, so that nothing but the id is wrong.
    private static object BodyOf(ApiRoute route) => route.Pattern switch
    {
        "/api/v1/credentials/{id}" => new { name = "x" },
        "/api/v1/credentials/{id}/value" => new { value = "x", skip_check = true },
        "/api/v1/webhooks/{id}/replay" => new { since = "2026-01-01T00:00:00Z" },
        _ => new { },
    };

    private static async Task<List<string>> AuditAsync(ApiTenant tenant)
    {
        List<string> entries = [];
        string? cursor = null;
        do
        {
            var path = "audit-log?limit=100" + (cursor is null ? "" : "&cursor=" + cursor);
            var page = (await tenant.CallAsync("GET", path)).Expect(200).Json;
            entries.AddRange(page.GetProperty("data").EnumerateArray().Select(entry =>
                $"{entry.GetProperty("action").GetString()!.Split(' ')[0]} {entry.GetProperty("subject").GetString()}"));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        return entries;
    }
}
