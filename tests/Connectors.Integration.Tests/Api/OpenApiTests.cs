using Connectors.Testing;

namespace Connectors.Integration.Tests.Api;

public class OpenApiTests
{
    [Fact]
    public async Task Document_IsTheOneThatIsCommitted()
    {
        await using var stage = await ApiStage.StartAsync();
        var file = RepositoryRoot.PathOf("docs/api/openapi.json");

        var document = (await stage.CallAsync("GET", "/openapi/v1.json")).Expect(200).Body.ReplaceLineEndings("\n").TrimEnd() + "\n";

        if (Environment.GetEnvironmentVariable("CONNECTORS_WRITE_API") == "1")
        {
            await File.WriteAllTextAsync(file, document, TestContext.Current.CancellationToken);
        }

        Assert.True(
            File.Exists(file) && await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) == document,
            "docs/api/openapi.json is not what the service says. Run this test with CONNECTORS_WRITE_API=1 and commit the file.");
    }

    [Fact]
    public async Task Document_HasEveryRouteWithANameAndProblems()
    {
        await using var stage = await ApiStage.StartAsync();
        var document = (await stage.CallAsync("GET", "/openapi/v1.json")).Expect(200).Json;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var route in ApiRoute.Of(stage))
        {
            var path = document.GetProperty("paths").GetProperty(route.Pattern.TrimEnd('/'));
            var operation = path.EnumerateObject().Single(member => member.NameEquals(route.Method.ToLowerInvariant())).Value;
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("operationId").GetString()), route.ToString());
            Assert.False(string.IsNullOrEmpty(operation.GetProperty("summary").GetString()), route.ToString());
            Assert.True(operation.GetProperty("responses").TryGetProperty("default", out _), route.ToString());
        }
    }
}
