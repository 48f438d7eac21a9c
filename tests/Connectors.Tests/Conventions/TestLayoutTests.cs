namespace Connectors.Tests.Conventions;

public sealed class TestLayoutTests
{
    [Fact]
    public void Tests_OfTheRepository_StandWhereTheirSubjectDoes() =>
        Convention.Hold("test-place", Repository.Files(".cs").SelectMany(path => TestLayout.Check(path, Repository.Exists)));

    [Theory]
    [InlineData("tests/Connectors.Tests/Core/Audio/ResamplerTests.cs", 0)]
    [InlineData("tests/Connectors.Tests/Audio/ResamplerTests.cs", 1)]
    [InlineData("tests/Connectors.Tests/ResamplerTests.cs", 1)]
    [InlineData("tests/Connectors.Tests/Conventions/WordTests.cs", 0)]
    [InlineData("tests/Connectors.Integration.Tests/Anywhere/ATests.cs", 0)]
    public void PlaceRule_OnATest_FindsMisplacedOnes(string path, int count)
    {
        string[] folders = ["src/Connectors.Core/Audio"];

        Assert.Equal(count, TestLayout.Check(path, folders.Contains).Count());
    }
}
