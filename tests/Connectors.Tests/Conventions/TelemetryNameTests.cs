namespace Connectors.Tests.Conventions;

public sealed class TelemetryNameTests
{
    [Fact]
    public void TelemetryNames_OfTheProduct_StandInOneFile()
    {
        Assert.True(Repository.Exists(TelemetryNames.Home));
        Convention.Hold("telemetry-name", Repository.Sources.SelectMany(TelemetryNames.Find));
    }

    [Theory]
    [InlineData("var m = new Meter(\"x\");", 1)]
    [InlineData("var s = new ActivitySource(\"x\");", 1)]
    [InlineData("meter.CreateCounter<long>(\"x\");", 1)]
    [InlineData("activity.SetTag(\"id\", 1);", 1)]
    [InlineData("activity.SetTag(Names.Id, 1);", 0)]
    [InlineData("var name = \"connectors.session.live\";", 1)]
    [InlineData("var name = \"connectors.result\";", 1)]
    [InlineData("var file = \"connectors.db\";", 0)]
    [InlineData("var topic = \"connectors\";", 0)]
    public void NameRule_OutsideTheOneFile_Finds(string statement, int count)
    {
        var text = $"class A {{ void M() {{ {statement} }} }}";

        Assert.Equal(count, Convention.Found(TelemetryNames.Find, "src/Connectors.Core/A.cs", text).Count);
        Assert.Empty(Convention.Found(TelemetryNames.Find, TelemetryNames.Home, text));
    }
}
