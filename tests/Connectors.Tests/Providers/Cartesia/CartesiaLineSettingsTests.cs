using System.Text.Json;
using Connectors.Providers.Cartesia.Settings;
using Connectors.Validation;

namespace Connectors.Tests.Providers.Cartesia;

public sealed class CartesiaLineSettingsTests
{
    [Fact]
    public void Settings_WithTheAgentAlone_LeaveTheRestToIt()
    {
        var settings = Read("""{"agentId": "agent_1"}""", out var findings);

        Assert.Empty(findings);
        Assert.Equal("agent_1", settings.AgentId);
        Assert.Null(settings.VoiceId ?? settings.SystemPrompt ?? settings.Introduction ?? settings.AudioFormat);
        Assert.Empty(settings.Metadata);
        Assert.Equal("https://api.cartesia.ai/", settings.BaseAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("{}", "agentId")]
    [InlineData("""{"agentId": ""}""", "agentId")]
    [InlineData("""{"agentId": 7}""", "agentId")]
    [InlineData("""{"agentId": "../stream"}""", "agentId")]
    [InlineData("""{"agentId": "a", "voiceId": "a/b"}""", "voiceId")]
    [InlineData("""{"agentId": "a", "systemPrompt": 7}""", "systemPrompt")]
    [InlineData("""{"agentId": "a", "introduction": []}""", "introduction")]
    [InlineData("""{"agentId": "a", "audioFormat": "mulaw_8000"}""", "audioFormat")]
    [InlineData("""{"agentId": "a", "metadata": {"a": {}}}""", "metadata.a")]
    [InlineData("""{"agentId": "a", "metadata": []}""", "metadata")]
    [InlineData("""{"agentId": "a", "agent_id": "b"}""", "agent_id")]
    [InlineData("""{"agentId": "a", "baseUrl": "http://api.cartesia.ai"}""", "baseUrl")]
    public void Setting_ThatIsWrong_IsNamed(string json, string field)
    {
        Read(json, out var findings);

        Assert.Equal((field, FindingSeverity.Error), (Assert.Single(findings).Field, findings[0].Severity));
    }

    [Fact]
    public void Schema_HasTheMembersThatAreRead()
    {
        using var schema = JsonDocument.Parse(CartesiaLineSchema.Text);
        var members = schema.RootElement.GetProperty("properties").EnumerateObject().Select(static member => member.Name).ToList();
        Read("""{"unheardOf": 1, "agentId": "a"}""", out var findings);

        Assert.EndsWith($"Known: {string.Join(", ", members)}.", Assert.Single(findings).Message, StringComparison.Ordinal);
        Assert.Equal(CartesiaLineNames.Formats, schema.RootElement.GetProperty("properties").GetProperty("audioFormat").GetProperty("enum")
            .EnumerateArray().Select(static name => name.GetString()).OfType<string>());
    }

    [Fact]
    public void Settings_AsText_HideThemselves() =>
        Assert.Equal(nameof(CartesiaLineSettings), Read("""{"agentId": "a", "systemPrompt": "secret"}""", out _).ToString());

    private static CartesiaLineSettings Read(string json, out IReadOnlyList<ValidationFinding> findings) =>
        SettingsReader.Read(JsonElement.Parse(json), CartesiaLineNames.DefaultBaseAddress, out findings);
}
