using System.Text.Json;
using Connectors.Providers.ElevenLabs;

namespace Connectors.Tests.Providers.ElevenLabs;

public sealed class ElevenLabsSettingsTests
{
    [Fact]
    public void Settings_WithEveryMember_AreReadAsWritten()
    {
        var settings = Read("""
            {"agentId": "agent_1", "voiceId": "v", "language": "de", "firstMessage": "hi", "prompt": "p", "userId": "u",
             "environment": "e", "branchId": "b", "baseUrl": "https://api.eu.residency.elevenlabs.io",
             "dynamicVariables": {"text": "a", "whole": 7, "part": 1.5, "yes": true}}
            """);

        Assert.Equal(
            ("agent_1", "v", "de", "hi", "p", "u", "e", "b"),
            (settings.AgentId, settings.VoiceId, settings.Language, settings.FirstMessage, settings.Prompt, settings.UserId,
                settings.Environment, settings.BranchId));
        Assert.Equal(new("https://api.eu.residency.elevenlabs.io"), settings.BaseAddress);
        Assert.Equal(["a", 7L, 1.5, true], settings.DynamicVariables.Values);
    }

    [Fact]
    public void Settings_WithAnAgentOnly_UseTheDefaultHost()
    {
        var settings = Read("""{"agentId": "agent_1", "voiceId": null, "prompt": ""}""");

        Assert.Equal(ElevenLabsSettings.DefaultBaseAddress, settings.BaseAddress);
        Assert.Null(settings.VoiceId);
        Assert.Null(settings.Prompt);
        Assert.Equal(nameof(ElevenLabsSettings), settings.ToString());
    }

    [Fact]
    public void Settings_WithSeveralErrors_NameThemAll()
    {
        Assert.Equal(
            ["agentID", "agentId", "voiceId", "dynamicVariables.x", "baseUrl"],
            Errors("""{"agentID": "a", "voiceId": 7, "dynamicVariables": {"x": []}, "baseUrl": "http://elsewhere.example"}"""));
    }

    [Theory]
    [InlineData("[]", "settings")]
    [InlineData("null", "settings")]
    [InlineData("""{"agentId": ""}""", "agentId")]
    [InlineData("""{"agentId": "  "}""", "agentId")]
    [InlineData("""{"agentId": 7}""", "agentId")]
    [InlineData("""{"agentId": "a", "dynamicVariables": "x"}""", "dynamicVariables")]
    public void Settings_ThatAreWrong_NameTheField(string json, string field) => Assert.Contains(field, Errors(json));

    [Theory]
    [InlineData("https://api.us.elevenlabs.io", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://localhost:8080/", true)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("https://user:password@host.example", false)]
    [InlineData("https://host.example/path", false)]
    [InlineData("https://host.example/?a=b", false)]
    [InlineData("ftp://host.example", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("host.example", false)]
    public void BaseUrl_OfAnySpelling_IsHttpsOrLoopback(string address, bool isGood) =>
        Assert.Equal(isGood, Errors($$"""{"agentId": "a", "baseUrl": "{{address}}"}""").Count == 0);

    [Fact]
    public void Schema_OfTheSettings_NamesTheSameMembers()
    {
        using var schema = JsonDocument.Parse(ElevenLabsSettings.Schema);
        var members = schema.RootElement.GetProperty("properties").EnumerateObject().Select(member => member.Name).ToList();

        Assert.Equal(10, members.Count);
        Assert.All(members, name => Assert.DoesNotContain(name, Errors($$"""{"agentId": "a", "{{name}}": null}""").Except(["agentId"])));
    }

    private static ElevenLabsSettings Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var settings = ElevenLabsSettings.Read(document.RootElement, ElevenLabsSettings.DefaultBaseAddress, out var findings);
        Assert.Empty(findings);
        return settings;
    }

    private static List<string> Errors(string json)
    {
        using var document = JsonDocument.Parse(json);
        ElevenLabsSettings.Read(document.RootElement, ElevenLabsSettings.DefaultBaseAddress, out var findings);
        return [.. findings.Select(finding => finding.Field)];
    }
}
