namespace Connectors.Tests.Conventions;

public sealed class SizeBudgetTests
{
    [Fact]
    public void Files_OfTheRepository_AreShort() => Convention.Hold("file-lines", Repository.Sources.SelectMany(SizeBudgets.Files));

    [Fact]
    public void Grains_AllTogether_AreAThinShell()
    {
        var grains = Repository.Sources.Where(file => file.IsIn("src/Connectors.Grains/")).ToList();

        Assert.NotEmpty(grains);
        Assert.InRange(grains.Sum(file => file.Lines.Count), 1, SizeBudgets.GrainLines);
    }

    [Fact]
    public void Methods_OfTheRepository_AreShort() => Convention.Hold("method-lines", Repository.Sources.SelectMany(SizeBudgets.Methods));

    [Fact]
    public void Constructors_OfTheRepository_TakeFewDependencies() =>
        Convention.Hold("constructor-parameters", Repository.Sources.SelectMany(SizeBudgets.Constructors));

    [Fact]
    public void Lines_OfSourcesAndScripts_FitOnTheScreen() => Convention.Hold(
        "line-columns",
        Repository.TextFiles
            .Where(path => Path.GetExtension(path) is ".cs" or ".mjs" or ".sh" || path.StartsWith(".ci/", StringComparison.Ordinal))
            .SelectMany(path => SizeBudgets.LongLines(path, Repository.Read(path).Split('\n'))));

    [Fact]
    public void Files_OfTheRepository_HoldOneNounEach()
    {
        var findings = Repository.Sources.SelectMany(SizeBudgets.OneNoun).ToList();

        Convention.Hold("one-public-type", findings.Where(finding => finding.Rule == "one-public-type"));
        Convention.Hold("file-name", findings.Where(finding => finding.Rule == "file-name"));
    }

    [Fact]
    public void FileRule_With301Lines_Finds()
    {
        Assert.Empty(Convention.Found(SizeBudgets.Files, "src/A.cs", string.Concat(Enumerable.Repeat("\n", 299)) + "x\n"));
        Assert.Single(Convention.Found(SizeBudgets.Files, "src/A.cs", string.Concat(Enumerable.Repeat("\n", 300)) + "x\n"));
    }

    [Fact]
    public void MethodRule_With41Lines_Finds()
    {
        Assert.Empty(Convention.Found(SizeBudgets.Methods, "src/A.cs", Method(40)));
        Assert.Equal(["41 lines, at most 40"], Convention.Found(SizeBudgets.Methods, "src/A.cs", Method(41)));
        Assert.Equal(
            ["43 lines, at most 40"], Convention.Found(SizeBudgets.Methods, "src/A.cs", $"class A {{ int P {{ get\n{Body(42)}}} }}"));
    }

    [Fact]
    public void MethodRule_WithLongDocumentationAndAttributes_CountsTheMethodOnly()
    {
        var text = $"class A {{ {string.Concat(Enumerable.Repeat("\n/// <summary>x</summary>", 50))}\n[Obsolete]\n{Method(40)[9..]}";

        Assert.Empty(Convention.Found(SizeBudgets.Methods, "src/A.cs", text));
    }

    [Theory]
    [InlineData("class A { A(int a, int b, int c, int d, int e, int f) { } }", 0)]
    [InlineData("class A { A(int a, int b, int c, int d, int e, int f, int g) { } }", 1)]
    [InlineData("class A(int a, int b, int c, int d, int e, int f, int g);", 1)]
    [InlineData("record A(int a, int b, int c, int d, int e, int f, int g);", 0)]
    public void ConstructorRule_WithSevenDependencies_Finds(string text, int count) =>
        Assert.Equal(count, Convention.Found(SizeBudgets.Constructors, "src/A.cs", text).Count);

    [Fact]
    public void LineRule_With141Columns_Finds() => Assert.Equal(
        ["line 2 has 141 columns, at most 140"], SizeBudgets.LongLines("a", [new('x', 140), new('x', 141)]).Select(f => f.What));

    [Theory]
    [InlineData("public class A { public class C; } internal class B;", 0)]
    [InlineData("public class A; public class B;", 1)]
    [InlineData("internal class B;", 1)]
    [InlineData("[assembly: CLSCompliant(false)]", 0)]
    public void NounRule_WithASecondPublicTypeOrAnotherName_Finds(string text, int count) =>
        Assert.Equal(count, Convention.Found(SizeBudgets.OneNoun, "src/A.cs", text).Count);

    private static string Method(int lines) => $"class A {{void M()\n{Body(lines - 1)} }}";

    // A body of that many lines, after the line that names the method.
    private static string Body(int lines) => $"{{\n{string.Concat(Enumerable.Repeat("\n", lines - 2))}}}";
}
