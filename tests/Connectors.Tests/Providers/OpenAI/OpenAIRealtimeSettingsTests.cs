using System.Text.Json;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Validation;

namespace Connectors.Tests.Providers.OpenAI;

public sealed class OpenAIRealtimeSettingsTests
{
    [Fact]
    public void Settings_LeftOut_HaveTheirDefaults()
    {
        var (settings, findings) = Read("{}");

        Assert.Empty(findings);
        Assert.Equal(("gpt-realtime", "alloy"), (settings!.Model, settings.Voice));
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
    [InlineData("""{"turnDetection": {"type": "semantic_vad", "threshold": 0.5}}""", "turnDetection")]
    [InlineData("""{"tools": [{"name": "a"}, {"name": "a"}]}""", "tools[1].name")]
    [InlineData("""{"tools": [{"name": "a b"}]}""", "tools[0].name")]
    [InlineData("""{"tools": [{"name": "a", "parameters": 1}]}""", "tools[0].parameters")]
    [InlineData("""{"transcription": {"model": ""}}""", "transcription.model")]
    [InlineData("""{"baseUrl": "api.openai.com"}""", "baseUrl")]
    [InlineData("""{"baseUrl": "https://api.openai.com/v1"}""", "baseUrl")]
    [InlineData("""{"baseUrl": "https://user@api.openai.com"}""", "baseUrl")]
    public void Setting_ThatIsWrong_IsNamed(string json, string field) =>
        Assert.Equal(field, Assert.Single(Read(json).Findings, static finding => finding.Severity == FindingSeverity.Error).Field);

    [Theory]
    [InlineData("""{"vioce": "alloy"}""")]
    [InlineData("""{"voice": 1}""")]
    [InlineData("""{"voice": null}""")]
    [InlineData("""{"turnDetection": {"typ": "none"}}""")]
    [InlineData("""{"tools": [{}]}""")]
    [InlineData("[]")]
    public void Setting_ThatIsUnknownOrOfTheWrongType_IsAnError(string json) =>
        Assert.Contains(Read(json).Findings, static finding => finding.Severity == FindingSeverity.Error);

    [Fact]
    public void Settings_WithSeveralErrors_TellThemAll() =>
        Assert.Equal(3, Read("""{"voice": "robot", "speed": 9, "turnDetection": {"threshold": 7}}""").Findings.Count);

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

        Assert.DoesNotContain(Read(Samples[""]).Findings, static finding => finding.Severity == FindingSeverity.Error);
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

    private static (OpenAIRealtimeSettings? Settings, IReadOnlyList<ValidationFinding> Findings) Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SettingsReader.Read(document.RootElement.Clone());
    }
}
