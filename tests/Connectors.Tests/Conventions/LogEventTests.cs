namespace Connectors.Tests.Conventions;

public sealed class LogEventTests
{
    [Fact]
    public void LogEvents_OfTheProduct_ArePastHarmlessAndUnique()
    {
        var events = Repository.Sources.Where(file => file.IsProduct).SelectMany(LogEvent.Of).ToList();

        Convention.Hold("log-event", events.SelectMany(e => e.Check()).Concat(LogEvent.Duplicates(events)));
    }

    [Theory]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"Session {SessionId} started.\")]", 0)]
    [InlineData("[LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = \"Lost the room of {SessionId}.\")]", 0)]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"Socket closed after \" + \"{Milliseconds} ms.\")]", 0)]
    [InlineData("[LoggerMessage(Level = LogLevel.Information, Message = \"Session {SessionId} started.\")]", 1)]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"Starting session {SessionId}.\")]", 1)]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"Session {SessionId} is late.\")]", 1)]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"{Ended}\")]", 1)]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"User said {UserText}, answered {Count} times.\")]", 1)]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"Refused {Identity} with {ApiKey}.\")]", 2)]
    [InlineData("[LoggerMessage(1, LogLevel.Information, \"Refused in {Context}.\")]", 0)]
    public void LogRule_OnADeclaration_FindsWhatIsWrong(string attribute, int count) =>
        Assert.Equal(count, Convention.Found(Check, "src/A.cs", $"class A {{ {attribute} static partial void M(); }}").Count);

    [Fact]
    public void LogRule_WithOneIdTwice_FindsTheSecond()
    {
        const string Text = "class A { [LoggerMessage(7, LogLevel.Debug, \"Ended.\")] void M(); }";
        var events = LogEvent.Of(new("src/A.cs", Text)).Concat(LogEvent.Of(new("src/B.cs", Text)));

        Assert.Equal(["line 1: EventId 7 is taken by src/A.cs"], LogEvent.Duplicates(events).Select(finding => finding.What));
    }

    private static IEnumerable<Finding> Check(SourceFile file) => LogEvent.Of(file).SelectMany(e => e.Check());
}
