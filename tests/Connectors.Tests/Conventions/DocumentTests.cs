namespace Connectors.Tests.Conventions;

public sealed class DocumentTests
{
    [Fact]
    public void Links_OfAllDocuments_Resolve() => Convention.Hold(
        "link",
        Pages.SelectMany(page => Documents.Links(page, Repository.Read(page), Content))
            .Concat(Mentioning.SelectMany(path => Documents.Mentions(path, Repository.Read(path), DocumentFiles))));

    [Fact]
    public void Commands_OfAllDocuments_NameThingsThatExist()
    {
        var sandbox = string.Concat(Repository.Sources.Where(file => file.IsIn("src/Connectors.Sandbox/")).Select(file => file.Text));

        Convention.Hold("command", Pages.SelectMany(page => Documents.Commands(page, Repository.Read(page), Repository.Exists, sandbox)));
    }

    [Fact]
    public void Documents_OfTheRepository_AreNumberedAndListedInReadingOrder() =>
        Convention.Hold("numbering", Documents.Numbering(DocumentFiles, Repository.Read("docs/README.md")));

    [Fact]
    public void Readme_OfTheRepository_NamesTheTwoCommands()
    {
        var readme = Repository.Read("README.md");

        Assert.Contains("dotnet run --project src/Connectors.Sandbox -- demo", readme, StringComparison.Ordinal);
        Assert.Contains("dotnet test Connectors.sln", readme, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[a](docs/b.md)", 0)]
    [InlineData("[a](docs/c.md)", 1)]
    [InlineData("[a](docs/b.md#two-words-1)", 0)]
    [InlineData("[a](docs/b.md#three)", 1)]
    [InlineData("# Here\n[a](#here) [b](#there)", 1)]
    [InlineData("[a](https://example.com/x)", 0)]
    [InlineData("```\n[a](docs/c.md)\n```\n", 0)]
    public void LinkRule_OnALink_FindsBrokenOnes(string text, int count)
    {
        var files = new Dictionary<string, string> { ["docs/b.md"] = "## Two words, 1", ["README.md"] = text };

        Assert.Equal(count, Documents.Links("README.md", text, files.GetValueOrDefault).Count());
    }

    [Theory]
    [InlineData("see docs/adr/0003", 0)]
    [InlineData("see docs/adr/0003.", 0)]
    [InlineData("see docs/adr/0009", 1)]
    [InlineData("see docs/01-a.md", 0)]
    [InlineData("see docs/01-b.md", 1)]
    public void MentionRule_InAComment_FindsMissingDocuments(string text, int count) =>
        Assert.Equal(count, Documents.Mentions("a.cs", text, ["docs/01-a.md", "docs/adr/0003-editions.md"]).Count());

    [Theory]
    [InlineData("dotnet run --project src/Connectors.Sandbox -- demo --json", 0)]
    [InlineData("dotnet run --project src/Connectors.Sandbox -- dance", 1)]
    [InlineData("dotnet run --project src/Elsewhere -- demo", 1)]
    [InlineData("CI=true bash .ci/run   # all of it", 0)]
    [InlineData("bash .ci/walk", 1)]
    [InlineData("some output", 0)]
    public void CommandRule_InAFence_FindsWhatIsNotThere(string line, int count)
    {
        string[] files = ["src/Connectors.Sandbox", ".ci/run"];

        Assert.Equal(count, Documents.Commands("README.md", $"```bash\n{line}\n```\n", files.Contains, "case \"demo\":").Count());
    }

    [Theory]
    [InlineData("[a](01-a.md) [b](02-b.md) [c](adr/0001-c.md)", 0)]
    [InlineData("[b](02-b.md) [a](01-a.md) [c](adr/0001-c.md)", 1)]
    [InlineData("[a](01-a.md) [c](adr/0001-c.md)", 1)]
    public void NumberingRule_OnAnIndex_FindsGapsAndDisorder(string index, int count) =>
        Assert.Equal(count, Documents.Numbering(["docs/README.md", "docs/01-a.md", "docs/02-b.md", "docs/adr/0001-c.md"], index).Count());

    [Fact]
    public void NumberingRule_WithTwinsAndUnnumberedPages_Finds()
    {
        string[] files = ["docs/01-a.md", "docs/01-b.md", "docs/adr/0001-c.md", "docs/adr/0001-d.md", "docs/notes.md"];
        var index = string.Concat(files.Select(file => $"[x]({file["docs/".Length..]})"));

        Assert.Equal(3, Documents.Numbering(files, index).Count(finding => finding.Where != "docs/README.md"));
    }

    private static IReadOnlyList<string> Pages => [.. Repository.Files(".md")];

    private static IReadOnlyList<string> DocumentFiles =>
        [.. Repository.TextFiles.Where(file => file.StartsWith("docs/", StringComparison.Ordinal))];

    // This file and its self-tests mention documents that aren't there.
    private static IEnumerable<string> Mentioning => Repository.TextFiles
        .Where(path => !path.StartsWith("tests/Connectors.Tests/Conventions/", StringComparison.Ordinal))
        .Where(path => Path.GetExtension(path) is ".cs" or ".csproj" or ".props" or ".targets" or ".mjs" or ".md" or "");

    private static string? Content(string path) =>
        File.Exists(Repository.FullPath(path)) ? Repository.Read(path) : Directory.Exists(Repository.FullPath(path)) ? string.Empty : null;
}
