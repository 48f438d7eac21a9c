using Connectors.Integration.Tests.Api;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

public sealed class PageOriginTests
{
    private const string Site = "https://www.example.com";

    private static readonly (string Name, string Value)[] Asking =
    [
        ("Origin", Site), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"),
    ];

    [Theory]
    [InlineData("sessions/start", "POST")]
    [InlineData("sessions/stop", "POST")]
    [InlineData("sessions/keep-alive", "POST")]
    [InlineData("sessions/token", "POST")]
    [InlineData("secrets", "POST, GET")]
    [InlineData("sessions/x/transcript", "GET")]
    public async Task Preflight_OfAnAllowedOrigin_IsAnsweredAsTheWebSdkNeedsIt(string path, string methods)
    {
        await using var stage = await StageAsync(("LiveAvatarApi:AllowedOrigins:0", Site));

        var reply = (await stage.CallAsync("OPTIONS", Root + path, null, null, Asking)).Expect(204);

        Assert.Equal(Site, reply.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("true", reply.Headers["Access-Control-Allow-Credentials"]);
        Assert.Equal("authorization, content-type, x-api-key", reply.Headers["Access-Control-Allow-Headers"]);
        Assert.Equal(methods, reply.Headers["Access-Control-Allow-Methods"]);
    }

    [Fact]
    public async Task Answers_ToAllowedOrigins_MayBeRead_RefusalsToo_AndNobodyElse()
    {
        await using var stage = await StageAsync(("LiveAvatarApi:AllowedOrigins:0", Site));
        var tenant = await CreateAsync(stage);
        var (_, token) = await tenant.TokenAsync();

        var good = await stage.CallAsync("POST", Root + "sessions/keep-alive", null, token, ("Origin", Site));
        var bad = await stage.CallAsync("POST", Root + "sessions/start", null, "x", ("Origin", Site));
        var other = await stage.CallAsync("POST", Root + "sessions/start", null, "x", ("Origin", Site + ".evil.example"));

        Assert.Equal(Site, good.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal(Site, bad.Headers["Access-Control-Allow-Origin"]);
        Assert.DoesNotContain("Access-Control-Allow-Origin", other.Headers.Keys);
        Assert.Equal("Origin", other.Headers["Vary"]);
    }

    [Fact]
    public async Task Address_ThatCallsTooOften_IsRefusedSoThatThePageCanReadIt()
    {
        await using var stage = await ApiStage.StartAsync(
            ("Api:CallsPerSecondAndAddress", "1"), ("LiveAvatarApi:AllowedOrigins:0", Site));
        ApiReply reply;
        do
        {
            reply = await stage.CallAsync("POST", Root + "sessions/start", null, "x", ("Origin", Site));
        }
        while (reply.Status == 401);

        Refused(reply, 429, 4029);
        Assert.Equal(Site, reply.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("1", reply.Headers["Retry-After"]);
    }

    [Fact]
    public async Task AnyOrigin_WhereTheOperatorChoseSo_IsRepeatedNotStarred()
    {
        await using var stage = await StageAsync(("LiveAvatarApi:AllowedOrigins:0", "*"));

        var reply = await stage.CallAsync("OPTIONS", Root + "sessions/start", null, null, Asking);

        Assert.Equal(Site, reply.Headers["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("/api/v1/credentials")]
    [InlineData("/health/live")]
    public async Task NothingElse_IsForOtherOrigins(string path)
    {
        await using var stage = await StageAsync(("LiveAvatarApi:AllowedOrigins:0", "*"));

        foreach (var method in new[] { "OPTIONS", "GET" })
        {
            var reply = await stage.CallAsync(method, path, null, null, Asking);
            Assert.DoesNotContain(reply.Headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Limits_OfAKeyAndEndpoint_AreToldAndKept()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage, new { requests_per_second = 3 });
        await QuietAsync(tenant);

        var replies = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => tenant.CallAsync("GET", "secrets")));

        Assert.Contains(replies, reply => reply.Status == 200 && reply.Headers["X-RateLimit-Limit"] == "3");
        var refused = Refused(replies.First(reply => reply.Status == 429), 429, 4029);
        Assert.Contains("Retry-After", refused.Headers.Keys);
    }

    private static async Task QuietAsync(MovedTenant tenant)
    {
        // What made the tenant counts as well: until it is forgotten.
        while ((await tenant.CallAsync("GET", "sessions?type=active")).Status == 429)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
