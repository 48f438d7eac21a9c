using Connectors.Sandbox;
using Connectors.Sandbox.Up;

namespace Connectors.Tests.Sandbox.Up;

public sealed class UpOptionsTests
{
    [Fact]
    public void Options_WhereNothingIsGiven_AreTheDefaults()
    {
        var options = UpOptions.Read(CommandLine.Parse([], UpOptions.All), static () => "a-folder");

        Assert.Equal(("elevenlabs", 7700, "a-folder"), (options.Connector, options.Port, options.DataFolder));
    }

    [Theory]
    [InlineData("--connector", "nonesuch", "elevenlabs")]
    [InlineData("--port", "65535", "65534")]
    [InlineData("--port", "x", "whole number")]
    [InlineData("--agent-script", "nonesuch.json", "nonesuch.json")]
    [InlineData("--data", "\0", "--data")]
    [InlineData("--prot", "1", "--port")]
    public void Options_WithATypo_SayWhatIsRight(string name, string value, string words)
    {
        var wrong = Assert.Throws<UsageException>(() => UpOptions.Read(CommandLine.Parse([name, value], UpOptions.All), static () => "."));

        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }
}
