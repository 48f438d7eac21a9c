using System.Text.Json;
using Connectors.Providers.Cartesia.Managed.Settings;
using Connectors.Validation;

namespace Connectors.Tests.Providers.Cartesia.Managed;

public sealed class CartesiaManagedSettingsTests
{
    [Fact]
    public void Settings_WithTheAgentAlone_LeaveTheRestToItAndUs()
    {
        var settings = Read("""{"agentId": "agent_1"}""", out var findings);

        Assert.Empty(findings);
        Assert.Equal(("agent_1", "as_available"), (settings.AgentId, settings.OutputDelivery));
        Assert.Null(settings.AudioFormat);
        Assert.Null(settings.ConnectionLimit);
        Assert.Empty(settings.DynamicVariables);
        Assert.Equal("https://api.cartesia.ai/", settings.BaseAddress.AbsoluteUri);
    }

    [Fact]
    public void Settings_WithEverything_AreRead()
    {
        var settings = Read(
            """
            {"agentId": "a", "dynamicVariables": {"name": "Anna", "vip": true, "n": 1.5}, "audioFormat": "mulaw_8000",
             "outputDelivery": "speaking_pace", "connectionLimitMinutes": 30, "baseUrl": "https://eu.example.com"}
            """,
            out var findings);

        Assert.Empty(findings);
        Assert.Equal(["name", "vip", "n"], settings.DynamicVariables.Keys);
        Assert.Equal(("mulaw_8000", "speaking_pace"), (settings.AudioFormat, settings.OutputDelivery));
        Assert.Equal(TimeSpan.FromMinutes(30), settings.ConnectionLimit);
    }

    [Theory]
    [InlineData("{}", "agentId")]
    [InlineData("""{"agentId": ""}""", "agentId")]
    [InlineData("""{"agentId": 7}""", "agentId")]
    [InlineData("""{"agentId": "../sessions"}""", "agentId")]
    [InlineData("""{"agentId": "a", "dynamicVariables": []}""", "dynamicVariables")]
    [InlineData("""{"agentId": "a", "dynamicVariables": {"a": {}}}""", "dynamicVariables.a")]
    [InlineData("""{"agentId": "a", "dynamicVariables": {"a b": 1}}""", "dynamicVariables.a b")]
    [InlineData("""{"agentId": "a", "dynamicVariables": {"system__time": 1}}""", "dynamicVariables.system__time")]
    [InlineData("""{"agentId": "a", "dynamicVariables": {"secret__key": 1}}""", "dynamicVariables.secret__key")]
    [InlineData("""{"agentId": "a", "audioFormat": "pcm_8000"}""", "audioFormat")]
    [InlineData("""{"agentId": "a", "outputDelivery": "fast"}""", "outputDelivery")]
    [InlineData("""{"agentId": "a", "connectionLimitMinutes": 0}""", "connectionLimitMinutes")]
    [InlineData("""{"agentId": "a", "connectionLimitMinutes": 1.5}""", "connectionLimitMinutes")]
    [InlineData("""{"agentId": "a", "agent_id": "b"}""", "agent_id")]
    [InlineData("""{"agentId": "a", "baseUrl": "http://api.cartesia.ai"}""", "baseUrl")]
    public void Setting_ThatIsWrong_IsNamed(string json, string field)
    {
        Read(json, out var findings);

        Assert.Equal((field, FindingSeverity.Error), (Assert.Single(findings).Field, findings[0].Severity));
    }

    [Fact]
    public void Variables_MoreThanCartesiaTakes_AreRefused()
    {
        var variables = Enumerable.Range(0, 65).ToDictionary(static i => $"v{i}", static i => i);
        Read(JsonSerializer.Serialize(new { agentId = "a", dynamicVariables = variables }), out var findings);

        Assert.Equal("dynamicVariables", Assert.Single(findings).Field);
    }

    [Fact]
    public void Schema_HasTheMembersThatAreRead()
    {
        using var schema = JsonDocument.Parse(CartesiaManagedSchema.Text);
        var properties = schema.RootElement.GetProperty("properties");
        Read("""{"unheardOf": 1, "agentId": "a"}""", out var findings);

        Assert.EndsWith(
            $"Known: {string.Join(", ", properties.EnumerateObject().Select(static member => member.Name))}.",
            Assert.Single(findings).Message, StringComparison.Ordinal);
        Assert.Equal(
            CartesiaManagedNames.Formats,
            properties.GetProperty("audioFormat").GetProperty("enum").EnumerateArray()
                .Select(static name => name.GetString()).OfType<string>());
    }

    [Fact]
    public void Settings_AsText_HideThemselves() => Assert.Equal(
        nameof(CartesiaManagedSettings), Read("""{"agentId": "a", "dynamicVariables": {"a": "secret"}}""", out _).ToString());

    private static CartesiaManagedSettings Read(string json, out IReadOnlyList<ValidationFinding> findings) =>
        SettingsReader.Read(JsonElement.Parse(json), CartesiaManagedNames.DefaultBaseAddress, out findings);
}
