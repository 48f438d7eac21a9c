using System.Text;

namespace Connectors.Integration.Tests.Api;

public class GarbageTests(GarbageStage garbage) : IClassFixture<GarbageStage>
{
    public static TheoryData<string> Bodies { get; } = [.. GarbageBodies.Names];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task EveryEndpoint_GarbageBody_IsTheCallersFault(string name)
    {
        var body = GarbageBodies.Of(name);
        var operatorKey = await garbage.OperatorKeyAsync();
        var routes = ApiRoute.Of(garbage.Stage).Where(route => route.TakesBody).ToList();

        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            var reply = await CallAsync(route, operatorKey, body);
            Assert.True(
                reply is null or { Status: 400 or 404 or 413, Problem: not null }, $"{route} with {name}: {reply?.Status} {reply?.Body}");
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%00")]
    [InlineData("%20")]
    [InlineData("..%2f..")]
    [InlineData("%F0%9F%92%A9")]
    [InlineData("%C3%28")]
    [InlineData("'%20OR%201=1")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task EveryEndpoint_IdOfAnyShape_IsTheCallersFault(string id)
    {
        var (stage, tenant, operatorKey) = (garbage.Stage, garbage.Tenant, await garbage.OperatorKeyAsync());
        foreach (var route in ApiRoute.Of(stage).Where(route => route.Parameters.Count > 0))
        {
            foreach (var value in new[] { id, new string('a', 3_000) })
            {
                var reply = await stage.CallAsync(
                    route.Method, route.Path(_ => value), route.TakesBody ? "{}" : null,
                    route.IsOperators ? operatorKey : tenant.Key);
                Assert.True(reply.Status is 400 or 404, $"{route} with {id}: {reply.Status} {reply.Body}");
            }
        }
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=abc")]
    [InlineData("limit=")]
    [InlineData("cursor=!!")]
    [InlineData("cursor=AAAA")]
    [InlineData("limit=1e2")]
    public async Task EveryList_BadPaging_IsTheCallersFault(string query)
    {
        var (stage, tenant, operatorKey) = (garbage.Stage, garbage.Tenant, await garbage.OperatorKeyAsync());
        var lists = ApiRoute.Of(stage).Where(route => route is { IsPaged: true, Parameters: [] }).ToList();

        Assert.NotEmpty(lists);
        foreach (var route in lists)
        {
            var reply = await stage.CallAsync("GET", $"{route.Pattern}?{query}", key: route.IsOperators ? operatorKey : tenant.Key);
            reply.ExpectProblem(400, "invalid");
        }
    }

    [Fact]
    public async Task UnknownAddressesAndMethods_AreProblemsToo()
    {
        var stage = garbage.Stage;

        (await stage.CallAsync("GET", "/api/v1/nonesuch")).ExpectProblem(404, "no-such-route");
        (await stage.CallAsync("GET", "/")).ExpectProblem(404, "no-such-route");
        (await stage.CallAsync("DELETE", "/api/v1/connectors")).ExpectProblem(405, "method-not-allowed");
    }

    [Fact]
    public async Task Body_OfAnotherContentType_IsRefused()
    {
        var stage = garbage.Stage;
        using var http = new HttpClient();
        using var content = new StringContent("name=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Address, "/api/v1/operator/tenants"));
        request.Content = content;
        request.Headers.Add("X-API-KEY", stage.OperatorKey);

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        (await ApiReply.ReadAsync(response, TestContext.Current.CancellationToken)).ExpectProblem(415, "not-json");
    }

    // Null: the connection was cut before we had sent everything, as servers do with bodies that are too large.
    private async Task<ApiReply?> CallAsync(ApiRoute route, string operatorKey, byte[] body)
    {
        try
        {
            return await garbage.Stage.CallAsync(
                route.Method, route.Path(_ => Guid.NewGuid().ToString()), body, route.IsOperators ? operatorKey : garbage.Tenant.Key);
        }
        catch (HttpRequestException) when (body.Length >= GarbageBodies.TenMegabytes)
        {
            return null;
        }
    }
}
