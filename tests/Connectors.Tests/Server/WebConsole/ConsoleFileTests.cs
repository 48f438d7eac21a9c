using System.Text;
using System.Text.RegularExpressions;
using Connectors.Server.WebConsole;

namespace Connectors.Tests.Server.WebConsole;

public sealed partial class ConsoleFileTests
{
    private const int MostBytes = 60_000;

    private static readonly IReadOnlyDictionary<string, ConsoleFile> Files = ConsoleFile.All();

    [Fact]
    public void Files_AllTogether_AreLight()
    {
        Assert.Contains("index.html", Files.Keys);
        Assert.InRange(Files.Values.Sum(file => file.Content.Length), 1, MostBytes);
    }

    [Fact]
    public void Page_HasNeitherInlineScriptNorStyle_AndNamesOnlyFilesThatAreThere()
    {
        var html = TextOf("index.html");

        Assert.DoesNotMatch(InlinePattern(), html);
        Assert.All(
            ReferencePattern().Matches(html).Select(match => match.Groups[1].Value), name => Assert.Contains(name, Files.Keys));
        foreach (var name in Files.Keys.Where(name => name.EndsWith(".js", StringComparison.Ordinal)))
        {
            Assert.All(
                ImportPattern().Matches(TextOf(name)).Select(match => match.Groups[1].Value), other => Assert.Contains(other, Files.Keys));
        }
    }

    [Fact]
    public void Scripts_PutNothingIntoThePageButText()
    {
        var scripts = Files.Keys.Where(name => name.EndsWith(".js", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, name =>
        {
            Assert.StartsWith("// @ts-check\n", TextOf(name), StringComparison.Ordinal);
            Assert.DoesNotMatch(DangerPattern(), TextOf(name));
        });
    }

    [Theory]
    [InlineData("node.innerHTML = text", true)]
    [InlineData("node.insertAdjacentHTML('beforeend', text)", true)]
    [InlineData("localStorage.key = key", true)]
    [InlineData("import('https://elsewhere.example/x.js')", true)]
    [InlineData("node.textContent = text", false)]
    public void ScriptRule_OnALine_FindsWhatCouldRunOrLeak(string line, bool isFound) =>
        Assert.Equal(isFound, DangerPattern().IsMatch(line));

    private static string TextOf(string name) => Encoding.UTF8.GetString(Files[name].Content.Span);

    [GeneratedRegex(@"<style|style=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:|https?://", RegexOptions.IgnoreCase)]
    private static partial Regex InlinePattern();

    [GeneratedRegex("(?:src|href)=\"([^\"#]+)\"")]
    private static partial Regex ReferencePattern();

    [GeneratedRegex(@"from '\./([^']+)'")]
    private static partial Regex ImportPattern();

    // What parses markup or code, keeps something longer than a tab lives, or names another host.
    [GeneratedRegex(
        @"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|document\.write|srcdoc|setHTML|\beval\b|new Function|"
        + @"localStorage|document\.cookie|\bimport\((?!'\./)|https?://(?!www\.w3\.org/2000/svg)")]
    private static partial Regex DangerPattern();
}
