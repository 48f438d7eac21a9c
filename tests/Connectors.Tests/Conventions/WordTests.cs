namespace Connectors.Tests.Conventions;

public sealed class WordTests
{
    [Fact]
    public void TypeNames_OfTheRepository_KeepToTheGlossary() => Convention.Hold("word", Repository.Sources.SelectMany(Words.Find));

    [Theory]
    [InlineData("class SessionManager;", 1)]
    [InlineData("static class AudioUtils;", 1)]
    [InlineData("record Outer { enum HelperKind { A } }", 1)]
    [InlineData("class ScriptedHandler : HttpMessageHandler;", 0)]
    [InlineData("class SessionHandler;", 1)]
    [InlineData("class RoomConnection;", 0)]
    public void WordRule_OnATypeName_FindsAvoidedWords(string text, int count) =>
        Assert.Equal(count, Convention.Found(Words.Find, "src/A.cs", text).Count);
}
