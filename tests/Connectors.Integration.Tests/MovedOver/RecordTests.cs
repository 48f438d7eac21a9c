using System.Text.Json;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class RecordTests
{
    [Fact]
    public async Task Sessions_AreListedAsLiveAvatarListsThem()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var (id, token) = await tenant.TokenAsync();
            (await tenant.PageAsync("sessions/start", token)).Expect(201);
            ids.Add(id);
        }

        (await tenant.CallAsync("POST", "sessions/stop", new { session_id = ids[0] })).Expect(200);

        var active = Data((await tenant.CallAsync("GET", "sessions?type=active&page_size=1")).Expect(200));
        Assert.Equal(2, active.GetProperty("count").GetInt32());
        Assert.Equal(ids[2], active.GetProperty("results")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, active.GetProperty("previous").ValueKind);
        var next = new Uri(active.GetProperty("next").GetString()!);
        var second = Data((await stage.CallAsync("GET", next.PathAndQuery, null, null, ("X-API-KEY", tenant.Tenant.Key))).Expect(200));
        Assert.Equal(ids[1], second.GetProperty("results")[0].GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        var historic = Data((await tenant.CallAsync("GET", "sessions?type=historic")).Expect(200)).GetProperty("results");
        Assert.Equal(ids[0], Assert.Single(historic.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("USER_CLOSED", historic[0].GetProperty("end_reason").GetString());
        Assert.Equal("LITE", historic[0].GetProperty("mode").GetString());
        var read = Data((await tenant.CallAsync("GET", $"sessions/{ids[0]}")).Expect(200));
        Assert.Equal(ids[0], read.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("", "query.type")]
    [InlineData("?type=all", "query.type")]
    [InlineData("?type=active&page=0", "query.page")]
    [InlineData("?type=active&page_size=101", "query.page_size")]
    [InlineData("?type=active&page_size=x", "query.page_size")]
    [InlineData("?type=active&embed_id=1", "query.embed_id")]
    public async Task Sessions_WithAWrongQuery_NameIt(string query, string place)
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        Assert.Equal([place], WrongOf(await tenant.CallAsync("GET", "sessions" + query)));
    }

    [Fact]
    public async Task Transcript_IsReadByBackendAndPage_AndDeletedAfterTheEnd()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);
        var (id, token) = await tenant.TokenAsync();
        var (other, _) = await tenant.TokenAsync();
        (await tenant.PageAsync("sessions/start", token)).Expect(201);
        stage.Rooms.Room.UserJoins();
        stage.Rooms.Room.AvatarJoins();
        var lines = await LinesAsync(tenant, id);

        Assert.Equal("avatar", lines[0].GetProperty("role").GetString());
        Assert.True(lines[0].GetProperty("absolute_timestamp").GetInt64() > 1_700_000_000_000);
        Data((await tenant.PageAsync($"sessions/{id}/transcript", token, method: "GET")).Expect(200));
        Refused(await tenant.PageAsync($"sessions/{other}/transcript", token, method: "GET"), 404, 4004);
        Refused(await tenant.CallAsync("DELETE", $"sessions/{id}/events"), 409, 4009);
        (await tenant.CallAsync("POST", "sessions/stop", new { session_id = id })).Expect(200);
        Data((await tenant.CallAsync("DELETE", $"sessions/{id}/events")).Expect(200));
        var gone = Data((await tenant.CallAsync("GET", $"sessions/{id}/transcript")).Expect(200));
        Assert.False(gone.GetProperty("session_active").GetBoolean());
        Assert.Empty(gone.GetProperty("transcript_data").EnumerateArray());
    }

    [Fact]
    public async Task EveryRoute_WithAnIdOfAnotherTenant_IsNotFoundAndAudited()
    {
        await using var stage = await StageAsync();
        var owner = await CreateAsync(stage);
        var stranger = await CreateAsync(stage);
        var (id, token) = await owner.TokenAsync();
        (await owner.PageAsync("sessions/start", token)).Expect(201);
        (string Method, string Path)[] calls =
        [
            ("GET", $"sessions/{id}"), ("GET", $"sessions/{id}/transcript"), ("DELETE", $"sessions/{id}/events"),
            ("DELETE", $"secrets/{owner.SecretId}"), ("GET", "sessions/x"), ("DELETE", "secrets/%20"),
        ];

        foreach (var (method, path) in calls)
        {
            Refused(await stranger.CallAsync(method, path), 404, 4004);
        }

        var log = (await stranger.Tenant.CallAsync("GET", "audit-log?limit=100")).Expect(200).Body;
        Assert.All(calls[..4], call => Assert.Contains(Root + call.Path, log, StringComparison.Ordinal));
    }

    private static async Task<JsonElement> LinesAsync(MovedTenant tenant, string id)
    {
        while (true)
        {
            var lines = Data((await tenant.CallAsync("GET", $"sessions/{id}/transcript?start_timestamp=0")).Expect(200))
                .GetProperty("transcript_data");
            if (lines.GetArrayLength() > 0)
            {
                return lines;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
