using System.Text.Json;
using Connectors.Providers.Deepgram.Settings;
using Connectors.Validation;

namespace Connectors.Tests.Providers.Deepgram;

public sealed class DeepgramSettingsTests
{
    [Fact]
    public void Settings_LeftOut_HaveTheirDefaults()
    {
        var settings = Read("{}", out var findings);

        Assert.Empty(findings);
        Assert.Equal(("nova-3", "aura-2-thalia-en"), (settings.Listen.Model, settings.Voice));
        Assert.Equal(("open_ai", "gpt-4o-mini"), (settings.Think.Provider, settings.Think.Model));
        Assert.False(settings.MipOptOut || settings.Listen.IsFlux);
        Assert.Equal("https://api.deepgram.com/", settings.ApiAddress.AbsoluteUri);
    }

    [Fact]
    public void Region_HasAgentsAndAccountsOnOneHost() => Assert.Equal(
        "https://api.eu.deepgram.com/", Read("""{"baseUrl": "https://api.eu.deepgram.com"}""", out _).ApiAddress.AbsoluteUri);

    [Theory]
    [InlineData("""{"instructions": 7}""", "instructions")]
    [InlineData("""{"greeting": []}""", "greeting")]
    [InlineData("""{"language": "de_DE"}""", "language")]
    [InlineData("""{"voice": "two words"}""", "voice")]
    [InlineData("""{"listen": []}""", "listen")]
    [InlineData("""{"listen": {"model": "a/b"}}""", "listen.model")]
    [InlineData("""{"listen": {"keyterms": "word"}}""", "listen.keyterms")]
    [InlineData("""{"listen": {"keyterms": [""]}}""", "listen.keyterms")]
    [InlineData("""{"listen": {"keyterms": [7]}}""", "listen.keyterms")]
    [InlineData("""{"listen": {"smartFormat": "yes"}}""", "listen.smartFormat")]
    [InlineData("""{"listen": {"model": "flux-general-en", "smartFormat": true}}""", "listen.smartFormat")]
    [InlineData("""{"listen": {"model": "flux-general-en", "eotThreshold": 0.4}}""", "listen.eotThreshold")]
    [InlineData("""{"listen": {"model": "flux-general-en", "eagerEotThreshold": 1}}""", "listen.eagerEotThreshold")]
    [InlineData("""{"listen": {"model": "flux-general-en", "eotTimeoutMs": 100}}""", "listen.eotTimeoutMs")]
    [InlineData("""{"listen": {"model": "flux-general-multi", "languageHints": {}}}""", "listen.languageHints")]
    [InlineData("""{"listen": {"eotThreshold": 0.7}}""", "listen.model")]
    [InlineData("""{"listen": {"modle": "nova-3"}}""", "listen.modle")]
    [InlineData("""{"think": {"provider": "openai"}}""", "think.provider")]
    [InlineData("""{"think": {"provider": "anthropic"}}""", "think.model")]
    [InlineData("""{"think": {"model": "two words"}}""", "think.model")]
    [InlineData("""{"think": {"temperature": 2.1}}""", "think.temperature")]
    [InlineData("""{"think": {"temprature": 1}}""", "think.temprature")]
    [InlineData("""{"tools": [{"name": "a"}, {"name": "a"}]}""", "tools[1].name")]
    [InlineData("""{"tools": [{"name": "a", "endpoint": {}}]}""", "tools[0].endpoint")]
    [InlineData("""{"tags": [1]}""", "tags")]
    [InlineData("""{"mipOptOut": 1}""", "mipOptOut")]
    [InlineData("""{"insructions": "x"}""", "insructions")]
    [InlineData("""{"greetings": "x"}""", "greetings")]
    [InlineData("""{"vioce": "x"}""", "vioce")]
    [InlineData("""{"lisen": {}}""", "lisen")]
    [InlineData("""{"thinks": {}}""", "thinks")]
    [InlineData("""{"mip_opt_out": true}""", "mip_opt_out")]
    [InlineData("""{"baseUrl": "http://agent.deepgram.com"}""", "baseUrl")]
    [InlineData("""{"baseUrl": "https://agent.deepgram.com/v1/agent/converse"}""", "baseUrl")]
    public void Setting_ThatIsWrong_IsNamed(string json, string field) =>
        Assert.Equal(field, Assert.Single(Findings(json), static finding => finding.Severity == FindingSeverity.Error).Field);

    [Fact]
    public void Prompt_LongerThanDeepgramTakes_IsWarnedOf()
    {
        var finding = Assert.Single(Findings(JsonSerializer.Serialize(new { instructions = new string('x', 25_001) })));
        Assert.Equal((FindingSeverity.Warning, "prompt-too-long"), (finding.Severity, finding.Code));
    }

    [Fact]
    public void Schema_AndReader_KnowTheSameSettings()
    {
        using var schema = JsonDocument.Parse(DeepgramSchema.Text);
        foreach (var (path, sample) in Samples)
        {
            var properties = path.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(schema.RootElement, static (at, step) => at.GetProperty(step));
            var known = properties.GetProperty("properties").EnumerateObject().Select(static property => property.Name);
            using var document = JsonDocument.Parse(sample);

            Assert.Equal(known.Order(), document.RootElement.EnumerateObject().Select(static member => member.Name).Order());
        }

        Assert.DoesNotContain(Findings(Samples[""]), static finding => finding.Code == "unknown-setting");
    }

    private static Dictionary<string, string> Samples { get; } = new()
    {
        [""] = """
            {"instructions": "x", "greeting": "x", "language": "de", "voice": "aura-2-thalia-en",
             "listen": {"model": "nova-3", "keyterms": ["a"], "smartFormat": true},
             "think": {"provider": "google", "model": "gemini-2.5-flash", "temperature": 1},
             "tools": [{"name": "a", "description": "d", "parameters": {}}], "tags": ["a"], "mipOptOut": true, "baseUrl": "https://host"}
            """,
        ["properties/listen"] = """
            {"model": "flux-general-multi", "keyterms": ["a"], "smartFormat": true, "eotThreshold": 0.7, "eagerEotThreshold": 0.4,
             "eotTimeoutMs": 5000, "languageHints": ["en"]}
            """,
        ["properties/think"] = """{"provider": "google", "model": "gemini-2.5-flash", "temperature": 1}""",
        ["properties/tools/items"] = """{"name": "a", "description": "d", "parameters": {}}""",
    };

    private static IReadOnlyList<ValidationFinding> Findings(string json)
    {
        Read(json, out var findings);
        return findings;
    }

    private static DeepgramSettings Read(string json, out IReadOnlyList<ValidationFinding> findings)
    {
        using var document = JsonDocument.Parse(json);
        return SettingsReader.Read(document.RootElement.Clone(), DeepgramNames.DefaultBaseAddress, out findings);
    }
}
