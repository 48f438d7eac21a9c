using System.Text.RegularExpressions;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Docs;

public sealed partial class ExampleTests
{
    [Fact]
    public void Example_InTheDocument_IsTheCodeThatIsTested()
    {
        var document = File.ReadAllText(RepositoryRoot.PathOf("docs/03-write-your-own-connector.md"));
        var blocks = BlockPattern().Matches(document).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(
            [Code("EchoConnector.cs"), Code("EchoConnection.cs")],
            blocks);
    }

    private static string Code(string file) => File.ReadAllText(RepositoryRoot.PathOf($"tests/Connectors.Integration.Tests/Docs/{file}"));

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();
}
