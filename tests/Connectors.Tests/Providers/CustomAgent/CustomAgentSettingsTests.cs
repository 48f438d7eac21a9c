using System.Text.Json;
using Connectors.Providers.CustomAgent.Settings;
using Connectors.Validation;

namespace Connectors.Tests.Providers.CustomAgent;

public sealed class CustomAgentSettingsTests
{
    [Theory]
    [InlineData("wss://agent.example.com/talk?room=1", "wss://agent.example.com/talk?room=1")]
    [InlineData("wss://agent.example.com:8443", "wss://agent.example.com:8443/")]
    [InlineData("WSS://agent.example.com/", "wss://agent.example.com/")]
    public void Url_ThatIsGood_IsTakenWithPathAndQuery(string url, string expected)
    {
        var settings = Read(JsonSerializer.Serialize(new { url, parameters = new { mood = "calm" } }), false, out var findings);

        Assert.Empty(findings);
        Assert.Equal(expected, settings.Url.AbsoluteUri);
        Assert.Equal("calm", settings.Parameters.GetProperty("mood").GetString());
    }

    [Theory]
    [InlineData("ws://127.0.0.1:8090/")]
    [InlineData("ws://agent.example.com/")]
    public void Url_WithoutTls_IsTakenWhereTheOperatorAllowsIt(string url)
    {
        var json = JsonSerializer.Serialize(new { url });

        Assert.Equal("url", Assert.Single(FindingsOf(json, allowInsecure: false)).Field);
        Assert.Empty(FindingsOf(json, allowInsecure: true));
    }

    [Theory]
    [InlineData("{}", "url")]
    [InlineData("""{"url": null}""", "url")]
    [InlineData("""{"url": 7}""", "url")]
    [InlineData("""{"url": ""}""", "url")]
    [InlineData("""{"url": "agent.example.com"}""", "url")]
    [InlineData("""{"url": "/talk"}""", "url")]
    [InlineData("""{"url": "https://agent.example.com/"}""", "url")]
    [InlineData("""{"url": "wss://"}""", "url")]
    [InlineData("""{"url": "wss://user:word@agent.example.com/"}""", "url")]
    [InlineData("""{"url": "wss://agent.example.com/#part"}""", "url")]
    [InlineData("""{"url": "wss://agent.example.com/a b"}""", "url")]
    [InlineData("""{"url": "wss://agent.example.com\\talk"}""", "url")]
    [InlineData("""{"url": "wss://bücher.example.com/"}""", "url")]
    [InlineData("""{"url": "wss://agent.example.com:22/"}""", "url")]
    [InlineData("""{"url": "wss://agent.example.com:80/"}""", "url")]
    [InlineData("""{"url": "wss://agent.example.com/", "parameters": []}""", "parameters")]
    [InlineData("""{"url": "wss://agent.example.com/", "parameter": {}}""", "parameter")]
    public void Setting_ThatIsWrong_IsNamed(string json, string field) =>
        Assert.Contains(FindingsOf(json, allowInsecure: false), finding => finding.Field == field);

    [Fact]
    public void Settings_ThatAreTooLong_AreNamed()
    {
        var json = JsonSerializer.Serialize(
            new { url = $"wss://a.example.com/{new string('x', 2_048)}", parameters = new { a = new string('x', 65_536) } });

        Assert.Equal(["parameters", "url"], FindingsOf(json, allowInsecure: false).Select(finding => finding.Field).Order());
    }

    [Fact]
    public void Schema_HasTheSettingsThatAreRead()
    {
        using var schema = JsonDocument.Parse(CustomAgentSchema.Text);
        var names = schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name);

        Assert.Equal(
            typeof(CustomAgentSettings).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(),
            names.Order());
    }

    private static CustomAgentSettings Read(string json, bool allowInsecure, out IReadOnlyList<ValidationFinding> findings)
    {
        using var document = JsonDocument.Parse(json);
        return SettingsReader.Read(document.RootElement.Clone(), allowInsecure, out findings);
    }

    private static IReadOnlyList<ValidationFinding> FindingsOf(string json, bool allowInsecure)
    {
        Read(json, allowInsecure, out var findings);
        return findings;
    }
}
