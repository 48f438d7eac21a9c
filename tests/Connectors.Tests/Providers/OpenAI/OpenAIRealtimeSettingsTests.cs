using System.Text.Json;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Validation;

namespace Connectors.Tests.Providers.OpenAI;

public sealed class OpenAIRealtimeSettingsTests
{
    [Fact]
    public void Settings_LeftOut_HaveTheirDefaults()
    {
        var settings = Read("{}", out var findings);

        Assert.Empty(findings);
        Assert.Equal(("gpt-realtime", "alloy"), (settings.Model, settings.Voice));
        Assert.Equal("server_vad", settings.TurnDetection.Type);
        Assert.True(settings.TurnDetection is { CreateResponse: true, InterruptResponse: true });
        Assert.Equal((true, "gpt-4o-mini-transcribe"), (settings.Transcription.Enabled, settings.Transcription.Model));
        Assert.Equal("https://api.openai.com/v1/", settings.ApiAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("""{"voice": "robot"}""", "voice")]
    [InlineData("""{"model": "a b"}""", "model")]
    [InlineData("""{"speed": 2}""", "speed")]
    [InlineData("""{"temperature": 2}""", "temperature")]
    [InlineData("""{"maxOutputTokens": 0}""", "maxOutputTokens")]
    [InlineData("""{"noiseReduction": "loud"}""", "noiseReduction")]
    [InlineData("""{"turnDetection": {"type": "vad"}}""", "turnDetection.type")]
    [InlineData("""{"turnDetection": {"threshold": 2}}""", "turnDetection.threshold")]
    [InlineData("""{"turnDetection": {"idleTimeoutMs": 100}}""", "turnDetection.idleTimeoutMs")]
    [InlineData("""{"turnDetection": {"eagerness": "low"}}""", "turnDetection.eagerness")]
    [InlineData("""{"turnDetection": {"type": "semantic_vad", "threshold": 0.5}}""", "turnDetection.type")]
    [InlineData("""{"tools": [{"name": "a"}, {"name": "a"}]}""", "tools[1].name")]
    [InlineData("""{"tools": [{"name": "a b"}]}""", "tools[0].name")]
    [InlineData("""{"tools": [{"name": "a", "parameters": 1}]}""", "tools[0].parameters")]
    [InlineData("""{"transcription": {"model": 1}}""", "transcription.model")]
    [InlineData("""{"transcription": []}""", "transcription")]
    [InlineData("""{"maxOutputTokens": 1.5}""", "maxOutputTokens")]
    [InlineData("""{"tools": {}}""", "tools")]
    [InlineData("""{"tools": [7]}""", "tools[0]")]
    [InlineData("""{"tools": [{"name": "a", "strict": true}]}""", "tools[0].strict")]
    [InlineData("""{"turnDetection": {"typ": "none"}}""", "turnDetection.typ")]
    [InlineData("""{"vioce": "alloy"}""", "vioce")]
    [InlineData("""{"voice": 1}""", "voice")]
    [InlineData("""{"baseUrl": "http://api.openai.com"}""", "baseUrl")]
    [InlineData("""{"baseUrl": "api.openai.com"}""", "baseUrl")]
    [InlineData("""{"baseUrl": "https://api.openai.com/v1"}""", "baseUrl")]
    [InlineData("""{"baseUrl": "https://user@api.openai.com"}""", "baseUrl")]
    public void Setting_ThatIsWrong_IsNamed(string json, string field) =>
        Assert.Equal(field, Assert.Single(Findings(json), static finding => finding.Severity == FindingSeverity.Error).Field);

    [Fact]
    public void Settings_ThatAreNoObject_AreAnError() => Assert.Equal("settings", Assert.Single(Findings("[]")).Field);

    [Fact]
    public void Settings_WithSeveralErrors_TellThemAll() =>
        Assert.Equal(3, Findings("""{"voice": "robot", "speed": 9, "turnDetection": {"threshold": 7}}""").Count);

    [Fact]
    public void Schema_AndReader_KnowTheSameSettings()
    {
        using var schema = JsonDocument.Parse(OpenAIRealtimeSchema.Text);
        foreach (var (path, sample) in Samples)
        {
            var properties = path.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(schema.RootElement, static (at, step) => at.GetProperty(step));
            var known = properties.GetProperty("properties").EnumerateObject().Select(static property => property.Name);
            using var document = JsonDocument.Parse(sample);

            Assert.Equal(known.Order(), document.RootElement.EnumerateObject().Select(static member => member.Name).Order());
        }

        Assert.DoesNotContain(Findings(Samples[""]), static finding => finding.Severity == FindingSeverity.Error);
    }

    private static Dictionary<string, string> Samples { get; } = new()
    {
        [""] = """
            {"model": "gpt-realtime", "voice": "marin", "instructions": "x", "temperature": 0.8, "speed": 1, "transcription": {},
             "noiseReduction": null, "turnDetection": {}, "tools": [], "greeting": "x", "maxOutputTokens": 1, "baseUrl": "https://host"}
            """,
        ["properties/transcription"] = """{"enabled": true, "model": "m", "language": "de", "prompt": "p"}""",
        ["properties/turnDetection"] = """
            {"type": "server_vad", "threshold": 0.5, "prefixPaddingMs": 1, "silenceDurationMs": 1, "idleTimeoutMs": null, "eagerness": null,
             "createResponse": true, "interruptResponse": true}
            """,
        ["properties/tools/items"] = """{"name": "a", "description": "d", "parameters": {}}""",
    };

    private static IReadOnlyList<ValidationFinding> Findings(string json)
    {
        Read(json, out var findings);
        return findings;
    }

    private static OpenAIRealtimeSettings Read(string json, out IReadOnlyList<ValidationFinding> findings)
    {
        using var document = JsonDocument.Parse(json);
        return SettingsReader.Read(document.RootElement.Clone(), OpenAIRealtimeNames.DefaultBaseAddress, out findings);
    }
}
