using Connectors.Providers;

namespace Connectors.Tests.Providers;

public sealed class PromptsTests
{
    [Theory]
    [InlineData("Hello {{name}}, you are {{ age }}.", "Hello Ada, you are 36.5.")]
    [InlineData("{{unknown}} stays", "{{unknown}} stays")]
    [InlineData("open {{name", "open {{name")]
    [InlineData("}} {{name}}{{name}}", "}} AdaAda")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void Placeholders_WithAValue_AreFilledIn(string? text, string? filled) => Assert.Equal(
        filled, Prompts.Fill(text, new Dictionary<string, object> { ["name"] = "Ada", ["age"] = 36.5 }));
}
