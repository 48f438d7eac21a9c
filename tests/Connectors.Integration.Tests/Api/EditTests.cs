namespace Connectors.Integration.Tests.Api;

/// <summary>Two who change the same thing: every route that takes a version.</summary>
public class EditTests(GarbageStage garbage) : IClassFixture<GarbageStage>
{
    private ApiStage Stage => garbage.Stage;

    private IEnumerable<ApiRoute> Routes => ApiRoute.Of(Stage).Where(route => route.TakesIfMatch);

    [Theory]
    [InlineData("1")]
    [InlineData("W/\"1\"")]
    [InlineData("\"\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"99999999999999999999\"")]
    [InlineData("\"1\", \"2\"")]
    public async Task EveryChange_WithAVersionThatIsNone_IsTheCallersFault(string version)
    {
        foreach (var route in Routes)
        {
            var reply = await CallAsync(route, version);

            Assert.Equal(["If-Match"], reply.ExpectProblem(400, "invalid").WrongFields());
        }
    }

    [Fact]
    public async Task EveryChange_OfAnotherVersionThanTheOneThatIs_IsRefused()
    {
        Assert.Contains(Routes, route => route.Method == "DELETE");
        foreach (var route in Routes)
        {
            var before = await ETagAsync(route);

            (await CallAsync(route, "\"1000000\"")).ExpectProblem(412, "changed-meanwhile");

            Assert.Equal(before, await ETagAsync(route));
        }
    }

    [Fact]
    public async Task EveryChange_ManyAtOnceOfTheSameVersion_OneWins()
    {
        foreach (var route in Routes.Where(route => route.Method != "DELETE"))
        {
            var seen = await ETagAsync(route);

            var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallAsync(route, seen)));

            Assert.Single(replies, reply => reply.Status == 200);
            Assert.All(replies.Where(reply => reply.Status != 200), reply => reply.ExpectProblem(412, "changed-meanwhile"));
            Assert.NotEqual(seen, await ETagAsync(route));
        }
    }

    private async Task<string> ETagAsync(ApiRoute route)
    {
        var parts = PathOf(route).Split('/');
        var address = string.Join('/', route.Parameters.Count == 0 ? parts : parts.Take(Array.IndexOf(parts, IdOf(route)) + 1));
        return (await Stage.CallAsync("GET", address, null, KeyOf(route))).Expect(200).ETag!;
    }

    private Task<ApiReply> CallAsync(ApiRoute route, string version) =>
        Stage.CallAsync(route.Method, PathOf(route), route.TakesBody ? BodyOf(route) : null, KeyOf(route), ("If-Match", version));

    private string PathOf(ApiRoute route) => route.Path(_ => IdOf(route));

    private string IdOf(ApiRoute route) =>
        route.IsOperators ? garbage.Tenant.Id : garbage.Belongings.GetValueOrDefault(route.Pattern.Split('/')[3], string.Empty);

    private string KeyOf(ApiRoute route) => route.IsOperators ? Stage.OperatorKey : garbage.Tenant.Key;

    private object BodyOf(ApiRoute route) => $"{route}" switch
    {
        "PATCH /api/v1/credentials/{id}" => new { name = "x" },
        "PUT /api/v1/credentials/{id}/value" => new { value = Stage.ElevenLabs.Behaviour.Account.ApiKey, skip_check = true },
        "PUT /api/v1/webhooks/{id}" => new { url = "http://127.0.0.1:49999/hook", events = new[] { "session.ended" } },
        "PUT /api/v1/voice-agents/{id}" => new
        {
            name = "x",
            connector = "elevenlabs",
            credential_id = garbage.Belongings["credentials"],
            settings = new { agentId = Stage.ElevenLabs.Behaviour.AgentId },
            skip_check = true,
        },
        _ => new { },
    };
}
