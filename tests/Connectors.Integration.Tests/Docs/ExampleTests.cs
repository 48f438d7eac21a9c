using System.Text.RegularExpressions;

namespace Connectors.Integration.Tests.Docs;

public sealed partial class ExampleTests
{
    [Fact]
    public void Example_InTheDocument_IsTheCodeThatIsTested()
    {
        var document = File.ReadAllText(FromRoot("docs/03-write-your-own-connector.md"));
        var blocks = BlockPattern().Matches(document).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(
            [Code("EchoConnector.cs"), Code("EchoConnection.cs")],
            blocks);
    }

    private static string Code(string file) => File.ReadAllText(FromRoot($"tests/Connectors.Integration.Tests/Docs/{file}"));

    private static string FromRoot(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Connectors.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No Connectors.sln above the tests.");
        }

        return Path.Combine(folder, path);
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();
}
