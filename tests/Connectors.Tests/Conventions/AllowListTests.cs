namespace Connectors.Tests.Conventions;

public sealed class AllowListTests
{
    private static readonly Finding Large = new("file-lines", "src/A.cs", "320 lines", 320);

    [Fact]
    public void AllowList_WithoutAnEntry_ReportsTheBreach() =>
        Assert.Equal(["src/A.cs: 320 lines"], AllowList.Parse().Check("file-lines", [Large]));

    [Fact]
    public void AllowList_WithAnEntry_LetsTheBreachPass() =>
        Assert.Empty(AllowList.Parse("# known", "", "file-lines | src/A.cs | 320 | split is planned").Check("file-lines", [Large]));

    [Fact]
    public void AllowList_WhenTheBreachGrew_ReportsIt() =>
        Assert.Single(AllowList.Parse("file-lines | src/A.cs | 310 | split is planned").Check("file-lines", [Large]));

    [Fact]
    public void AllowList_WithAnEntryNobodyNeeds_ReportsTheEntry()
    {
        var wrong = AllowList.Parse("file-lines | src/A.cs | 320 | split is planned").Check("file-lines", []);

        Assert.Contains("no longer needed", Assert.Single(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void AllowList_WithAnEntryOfAnotherRule_DoesNotUseIt() =>
        Assert.Single(AllowList.Parse("word | src/A.cs | 320 | old name").Check("file-lines", [Large]));

    [Theory]
    [InlineData("file-lines | src/A.cs | 320")]
    [InlineData("file-lines | src/A.cs | 320 |")]
    [InlineData("file-lines | src/A.cs | many | reason")]
    public void AllowList_WithAnEntryWithoutSizeOrReason_IsRefused(string line) =>
        Assert.Throws<FormatException>(() => AllowList.Parse(line));

    [Fact]
    public void AllowList_OfTheRepository_NamesKnownRulesOnly() =>
        Assert.All(AllowList.Load().Rules, rule => Assert.Contains(rule, Convention.Rules));
}
