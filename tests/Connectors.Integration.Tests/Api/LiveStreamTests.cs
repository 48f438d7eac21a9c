using System.Text.Json;
using Connectors.Server.Api.Resources;

namespace Connectors.Integration.Tests.Api;

public class LiveStreamTests
{
    [Fact]
    public async Task Stream_OfATenant_TellsItsSessionsFromStartToEnd_AndNobodyElses()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync("Own");
        var other = await stage.TenantAsync("Other");
        await tenant.LiveAvatarCredentialAsync();
        using var own = await LiveReader.OpenAsync(tenant);
        using var others = await LiveReader.OpenAsync(other);
        Assert.Equal(0, (await own.ReadToAsync("sessions.told"))[^1].Data.GetProperty("count").GetInt32());
        await others.ReadToAsync("sessions.told");

        var id = await tenant.SessionAsync();
        var live = (await own.ReadToAsync("session", item => StateOf(item) == "live"))[^1];
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);
        var ended = (await own.ReadToAsync("session", item => StateOf(item) == "ended"))[^1];

        Assert.Null(live.Id);
        Assert.Equal(id, live.Data.GetProperty("session").GetProperty("id").GetString());
        Assert.Equal(id, ended.Data.GetProperty("session").GetProperty("id").GetString());
        Assert.Equal("stopped-by-tenant", ended.Data.GetProperty("session").GetProperty("end").GetProperty("reason").GetString());
        await other.LiveAvatarCredentialAsync();
        var theirs = await other.SessionAsync();
        Assert.Equal(theirs, (await others.NextAsync()).Data.GetProperty("session").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Stream_OfASession_TellsItsEventsToo_AndGoesOnAfterTheLastOneSeen()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        var id = await tenant.SessionAsync();
        using var first = await LiveReader.OpenAsync(tenant, id);
        var seen = (await first.ReadToAsync("session.state_changed", e => e.GetProperty("state").GetString() == "live"))[^1];

        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);
        using var second = await LiveReader.OpenAsync(tenant, id, seen.Id);
        var rest = (await second.ReadToAsync("session.ended")).Where(item => item.Id is not null).ToList();
        using var stranger = await LiveReader.OpenAsync(tenant, id, "7-7");
        var again = (await stranger.ReadToAsync("session.ended")).Where(item => item.Type is not ("session" or "sessions.told")).ToList();

        Assert.StartsWith("1-", seen.Id, StringComparison.Ordinal);
        Assert.DoesNotContain(rest, item => item.Id == seen.Id);
        Assert.Equal(rest.Select(item => item.Id).Distinct(), rest.Select(item => item.Id));
        Assert.Equal("resync", again[0].Type);
    }

    [Fact]
    public async Task Stream_LookingIntoASession_IsAudited_AndAStrangersIsNotFound()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync("Own");
        var stranger = await stage.TenantAsync("Stranger");
        await tenant.LiveAvatarCredentialAsync();
        var id = await tenant.SessionAsync();

        (await stranger.CallAsync("GET", $"live?session={id}")).ExpectProblem(404, "not-found");
        (await tenant.CallAsync("GET", $"live?session={id}", null, ("Last-Event-ID", "x"))).ExpectProblem(400, "invalid");
        (await stage.CallAsync("GET", "live")).ExpectProblem(401, "unauthorized");
        (await stage.CallAsync("GET", "live", null, stage.OperatorKey)).ExpectProblem(403, "forbidden");
        using var reader = await LiveReader.OpenAsync(tenant, id);
        await reader.NextAsync();

        Assert.Contains(await AuditAsync(tenant), entry => entry is ("session.view", var subject, "done") && subject == $"session/{id}");
        Assert.Contains(await AuditAsync(stranger), entry => entry is ("GET /api/v1/live", _, "not-found"));
    }

    [Fact]
    public async Task Stream_MoreThanATenantMayHave_IsRefusedUntilOneIsClosed()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync(quotas: new { requests_per_second = 1000 });
        List<LiveReader> readers = [];
        for (var i = 0; i < LiveStreams.MostOfTenant; i++)
        {
            readers.Add(await LiveReader.OpenAsync(tenant));
        }

        (await tenant.CallAsync("GET", "live")).ExpectProblem(429, "rate-limited");

        readers[0].Dispose();
        await stage.Logs.WaitAsync(2, line => line.Contains("Request finished", StringComparison.Ordinal)
            && line.Contains("/api/v1/live", StringComparison.Ordinal));
        using var next = await LiveReader.OpenAsync(tenant);
        await next.ReadToAsync("sessions.told");
        readers.ForEach(reader => reader.Dispose());
        Assert.DoesNotContain(stage.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_OpenWhenTheServerStops_Ends()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        using var reader = await LiveReader.OpenAsync(tenant);
        await reader.ReadToAsync("sessions.told");

        await stage.StopAsync();

        await Assert.ThrowsAsync<EndOfStreamException>(reader.NextAsync);
    }

    private static string? StateOf(JsonElement item) => item.GetProperty("session").GetProperty("state").GetString();

    private static async Task<List<(string? Action, string? Subject, string? Outcome)>> AuditAsync(ApiTenant tenant) =>
    [
        .. (await tenant.CallAsync("GET", "audit-log?limit=100")).Expect(200).Json.GetProperty("data").EnumerateArray().Select(entry => (
            entry.GetProperty("action").GetString(), entry.GetProperty("subject").GetString(), entry.GetProperty("outcome").GetString())),
    ];
}
