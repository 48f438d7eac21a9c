using Connectors.Core.Outgoing;
using Connectors.Core.Tools;

namespace Connectors.Tests.Core.Tools;

public sealed class ToolEndpointTests
{
    private static readonly UrlRules Rules = new(AddressPolicy.PublicOnly, allowInsecure: false);

    private static readonly ToolEndpoint Good = new() { Name = "get_weather.v-2", Url = "https://tools.example/weather" };

    [Fact]
    public void Endpoint_WithEverythingRight_IsAccepted() => Assert.Empty(ToolEndpoints.Errors(
        [Good, Good with { Name = "b", Timeout = TimeSpan.FromSeconds(60), Fallback = new('x', 2_000) }], Rules));

    [Fact]
    public void Endpoint_WithEverythingWrong_TellsAllOfIt() => Assert.Equal(
        ["tools[1].name", "tools[1].url", "tools[1].timeout_ms", "tools[1].fallback"],
        ToolEndpoints.Errors(
            [Good, new() { Name = "has blanks", Url = "http://10.0.0.1", Timeout = TimeSpan.FromMilliseconds(99), Fallback = " " }], Rules)
            .Select(static error => error.Field));

    [Theory]
    [InlineData("")]
    [InlineData("wetter°")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Name_ThatNoAgentUses_IsRefused(string name) =>
        Assert.Equal("tools[0].name", Assert.Single(ToolEndpoints.Errors([Good with { Name = name }], Rules)).Field);

    [Fact]
    public void Tool_BoundTwice_IsRefusedByItsName() =>
        Assert.Contains("'get_weather.v-2'", Assert.Single(ToolEndpoints.Errors([Good, Good], Rules)).Message, StringComparison.Ordinal);

    [Fact]
    public void Endpoints_MoreThan64_AreRefused()
    {
        var many = Enumerable.Range(0, 65).Select(static i => Good with { Name = $"t{i}" }).ToList();
        Assert.Empty(ToolEndpoints.Errors(many[..64], Rules));
        Assert.Equal("tools", Assert.Single(ToolEndpoints.Errors(many, Rules)).Field);
    }
}
