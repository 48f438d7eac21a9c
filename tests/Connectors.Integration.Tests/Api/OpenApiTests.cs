using System.Text.Json;
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
    public async Task Document_NamesMembersAsTheyAreReadAndWritten()
    {
        await using var stage = await ApiStage.StartAsync();
        var document = (await stage.CallAsync("GET", "/openapi/v1.json")).Expect(200).Json;
        var schemas = document.GetProperty("components").GetProperty("schemas");

        foreach (var schema in schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _)))
        {
            var names = schema.Value.GetProperty("properties").EnumerateObject().Select(member => member.Name).ToList();
            Assert.Equal(names.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName), names);
        }

        var members = schemas.GetProperty("VoiceAgentBody").GetProperty("properties");
        Assert.Equal(
            ["name", "connector", "credential_id", "settings", "interruptions", "tools", "fallback_voice_agent_id", "skip_check"],
            members.EnumerateObject().Select(member => member.Name));
        Assert.Contains("half_duplex", schemas.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("HalfDuplex", schemas.GetRawText(), StringComparison.Ordinal);
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
