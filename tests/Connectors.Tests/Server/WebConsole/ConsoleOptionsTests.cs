using Connectors.Server.Hosting;
using Connectors.Server.WebConsole;
using Microsoft.Extensions.Configuration;

namespace Connectors.Tests.Server.WebConsole;

public sealed class ConsoleOptionsTests
{
    [Fact]
    public void Console_WithoutASetting_IsNowhere() => Assert.Equal(ConsolePlace.Nowhere, Read().Console.On);

    [Theory]
    [InlineData("everywhere", ConsolePlace.Everywhere)]
    [InlineData("Nowhere", ConsolePlace.Nowhere)]
    public void Console_WithAPlace_IsThere(string on, ConsolePlace expected) =>
        Assert.Equal(expected, Read(("Console:On", on)).Console.On);

    [Theory]
    [InlineData("Console:On", "yes", "Connectors:Console:On")]
    [InlineData("Console:On", "7", "Connectors:Console:On must be nowhere, operator or everywhere.")]
    [InlineData("Console:Enabled", "true", "There is no setting Connectors:Console:Enabled.")]
    [InlineData("Console:On", "operator", "Connectors:Api:OperatorAddress")]
    public void Console_WithWhatCannotBe_IsRefusedByName(string name, string value, string told) =>
        Assert.Contains(told, Assert.Throws<SettingsException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    private static ConnectorsOptions Read(params (string Name, string Value)[] settings) => Settings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(pair => $"Connectors:{pair.Name}", pair => (string?)pair.Value)).Build());
}
