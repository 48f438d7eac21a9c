namespace Connectors.Tests.Conventions;

public sealed class PublicApiTests
{
    private const string Committed = "docs/api/abstractions.txt";

    [Fact]
    public void Abstractions_ComparedWithTheCommittedText_HaveNotChanged()
    {
        var now = PublicApi.Of(typeof(IConnector).Assembly.Location);
        if (Environment.GetEnvironmentVariable("CONNECTORS_WRITE_API") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Repository.FullPath(Committed))!);
            File.WriteAllText(Repository.FullPath(Committed), now);
        }

        var before = Repository.Exists(Committed) ? Repository.Read(Committed).Split('\n') : [];
        var lines = now.Split('\n');
        var difference = before.Except(lines).Select(line => $"- {line}").Concat(lines.Except(before).Select(line => $"+ {line}")).ToList();

        Assert.True(
            before.SequenceEqual(lines),
            "What connectors are written against has changed. If it is meant, run these tests with CONNECTORS_WRITE_API=1, commit "
            + $"{Committed} and say so in CHANGELOG.md.\n{string.Join('\n', difference)}");
    }

    [Fact]
    public void ApiText_OfTheContract_ShowsTypesMembersDefaultsAndNullability()
    {
        var text = PublicApi.Of(typeof(IConnector).Assembly.Location);

        Assert.Contains("interface Connectors.IAgentConnection : IAsyncDisposable", text, StringComparison.Ordinal);
        Assert.Contains("SendResult AddContext(string text, string? key)", text, StringComparison.Ordinal);
        Assert.Contains("AgentEvent.Closed", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SendQueue", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Deconstruct", text, StringComparison.Ordinal);
    }
}
