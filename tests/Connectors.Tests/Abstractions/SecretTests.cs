using System.Text.Json;

namespace Connectors.Tests.Abstractions;

public sealed class SecretTests
{
    private const string Value = "sk-do-not-show";

    [Fact]
    public void Secret_HoweverItIsWritten_ShowsNothing()
    {
        var secret = new Secret(Value);
        using var settings = JsonDocument.Parse("{}");

        Assert.Equal("(secret)", secret.ToString());
        Assert.Equal("(secret)", $"{secret}");
        Assert.DoesNotContain(Value, JsonSerializer.Serialize(secret), StringComparison.Ordinal);
        Assert.DoesNotContain(Value, new ConnectorSetup(settings.RootElement, secret).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reveal_OfASecret_IsItsValue()
    {
        Assert.Equal(Value, new Secret(Value).Reveal());
        Assert.False(new Secret(Value).IsEmpty);
    }

    [Fact]
    public void None_AsASecret_IsEmpty() => Assert.True(Secret.None.IsEmpty);
}
