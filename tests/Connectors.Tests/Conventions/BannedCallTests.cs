using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Connectors.Tests.Conventions;

public sealed class BannedCallTests
{
    [Fact]
    public void Sources_OfTheRepository_KeepFromBannedCalls() =>
        Convention.Hold("banned-call", Repository.Sources.SelectMany(BannedCalls.Find));

    [Fact]
    public void Suppressions_OfTheRepository_AreJustified() =>
        Convention.Hold("suppression", Repository.Sources.SelectMany(BannedCalls.Suppressions));

    [Fact]
    public void BannedSymbols_EachOfThem_NameAMemberThatExists()
    {
        // A misspelt entry bans nothing and nobody would notice.
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("banned", references: framework);
        var ids = Repository.Read("BannedSymbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(';')[0]);

        Assert.All(ids, id => Assert.NotNull(DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation)));
        Assert.Null(DocumentationCommentId.GetFirstSymbolForDeclarationId("P:System.DateTime.Nau", compilation));
    }

    [Theory]
    [InlineData("Console.WriteLine(1);", 1)]
    [InlineData("Console.Error.Write(1);", 1)]
    [InlineData("await task.ConfigureAwait(false);", 1)]
    [InlineData("_ = Task.Run(Work);", 1)]
    [InlineData("Task.Run(Work);", 1)]
    [InlineData("_run = Task.Run(Work);", 0)]
    [InlineData("await Task.Run(Work);", 0)]
    [InlineData("async void F() { }", 1)]
    [InlineData("async Task F() { }", 0)]
    [InlineData("var c = new CancellationTokenSource(limit);", 1)]
    [InlineData("var c = new CancellationTokenSource(limit, time);", 0)]
    [InlineData("var c = new CancellationTokenSource();", 0)]
    [InlineData("var t = new System.Threading.Timer(F);", 1)]
    [InlineData("var t = new PeriodicTimer(second);", 1)]
    [InlineData("Assert.Skip(reason);", 1)]
    [InlineData("var x = ReadAsync(stream).Result;", 1)]
    [InlineData("var x = task.GetAwaiter().GetResult();", 1)]
    [InlineData("var c = Channel.CreateUnbounded<int>();", 1)]
    [InlineData("var c = Channel.CreateBounded<int>(4);", 0)]
    [InlineData("var x = end.Result;", 0)]
    [InlineData("var x = Find(row).Result;", 0)]
    public void CallRule_InAMethodOfTheProduct_FindsBannedOnes(string statement, int count) => Assert.Equal(
        count, Convention.Found(BannedCalls.Find, "src/Connectors.Core/A.cs", $"class A {{ async Task M() {{ {statement} }} }}").Count);

    [Theory]
    [InlineData("src/Connectors.Sandbox/A.cs", "class A { void M() { Console.Write(1); } }", 0)]
    [InlineData("src/Connectors.Server/Commands/A.cs", "class A { void M() { Console.Write(1); } }", 0)]
    [InlineData("tests/Connectors.Tests/A.cs", "class A { [Fact(Skip = \"later\")] void M() { } }", 1)]
    [InlineData("tests/Connectors.Tests/A.cs", "class A { void M() { new CancellationTokenSource(limit); } }", 0)]
    [InlineData("tests/Connectors.Rtc.Tests/A.cs", "class A { void M() { Assert.SkipWhen(refused, reason); } }", 0)]
    [InlineData("tests/Connectors.Rtc.Tests/A.cs", "class A { void M() { Console.Write(1); } }", 0)]
    [InlineData("src/A.cs", "class A { async void M() { } }", 1)]
    public void CallRule_ByPlace_FindsBannedOnes(string path, string text, int count) =>
        Assert.Equal(count, Convention.Found(BannedCalls.Find, path, text).Count);

    [Theory]
    [InlineData("#pragma warning disable CA1000\nclass A;", 1)]
    [InlineData("#pragma warning disable CA1000 // a static is the point here\nclass A;", 0)]
    [InlineData("#pragma warning restore CA1000\nclass A;", 0)]
    [InlineData("[SuppressMessage(\"a\", \"b\")] class A;", 1)]
    [InlineData("[SuppressMessage(\"a\", \"b\", Justification = \"\")] class A;", 1)]
    [InlineData("[SuppressMessage(\"a\", \"b\", Justification = \"The native callback must not throw.\")] class A;", 0)]
    public void SuppressionRule_WithoutReason_Finds(string text, int count) =>
        Assert.Equal(count, Convention.Found(BannedCalls.Suppressions, "src/A.cs", text).Count);
}
