using System.Text.Json;
using Connectors.Providers.Gemini.Settings;
using Connectors.Validation;

namespace Connectors.Tests.Providers.Gemini;

public sealed class GeminiLiveSettingsTests
{
    [Fact]
    public void Settings_LeftOut_HaveTheirDefaults()
    {
        var settings = Read("{}", out var findings);

        Assert.Empty(findings);
        Assert.Equal(("gemini-3.1-flash-live-preview", "Puck"), (settings.Model, settings.Voice));
        Assert.True(settings is { TranscribeUser: true, TranscribeAgent: true, CompressContext: true, AudioDuringToolCalls: true });
        Assert.True(settings.TurnDetection is { Automatic: true, Interrupts: true });
        Assert.Equal("https://generativelanguage.googleapis.com/v1beta/", settings.ApiAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("""{"model": "a b"}""", "model")]
    [InlineData("""{"model": "models/"}""", "model")]
    [InlineData("""{"model": "projects/p/models/m"}""", "model")]
    [InlineData("""{"voice": "two words"}""", "voice")]
    [InlineData("""{"language": "de_DE"}""", "language")]
    [InlineData("""{"temperature": 2.1}""", "temperature")]
    [InlineData("""{"maxOutputTokens": 0}""", "maxOutputTokens")]
    [InlineData("""{"maxOutputTokens": 1.5}""", "maxOutputTokens")]
    [InlineData("""{"transcription": {"user": "yes"}}""", "transcription.user")]
    [InlineData("""{"transcription": []}""", "transcription")]
    [InlineData("""{"turnDetection": {"startSensitivity": "medium"}}""", "turnDetection.startSensitivity")]
    [InlineData("""{"turnDetection": {"prefixPaddingMs": -1}}""", "turnDetection.prefixPaddingMs")]
    [InlineData("""{"turnDetection": {"automatic": false, "silenceDurationMs": 500}}""", "turnDetection.automatic")]
    [InlineData("""{"turnDetection": {"silence": 500}}""", "turnDetection.silence")]
    [InlineData("""{"tools": [{"name": "a"}, {"name": "a"}]}""", "tools[1].name")]
    [InlineData("""{"tools": [7]}""", "tools[0]")]
    [InlineData("""{"tools": {}}""", "tools")]
    [InlineData("""{"tools": [{"name": "a", "parameters": 1}]}""", "tools[0].parameters")]
    [InlineData("""{"textInput": "contents"}""", "textInput")]
    [InlineData("""{"googleSearch": 1}""", "googleSearch")]
    [InlineData("""{"vioce": "Puck"}""", "vioce")]
    [InlineData("""{"baseUrl": "http://generativelanguage.googleapis.com"}""", "baseUrl")]
    public void Setting_ThatIsWrong_IsNamed(string json, string field) =>
        Assert.Equal(field, Assert.Single(Findings(json), static finding => finding.Severity == FindingSeverity.Error).Field);

    [Theory]
    [InlineData("""{"voice": "Brandnew"}""", "voice-uncertain")]
    [InlineData("""{"transcription": {"agent": false}}""", "no-transcript")]
    [InlineData("""{"compressContext": false}""", "short-conversation")]
    public void Setting_WithAConsequence_IsWarnedOf(string json, string code)
    {
        var finding = Assert.Single(Findings(json));
        Assert.Equal((FindingSeverity.Warning, code), (finding.Severity, finding.Code));
    }

    [Theory]
    [InlineData("gemini-3.1-flash-live-preview", "auto", false)]
    [InlineData("gemini-2.5-flash-native-audio-preview-12-2025", "auto", true)]
    [InlineData("gemini-live-2.5-flash-preview", "auto", true)]
    [InlineData("gemini-3.1-flash-live-preview", "content", true)]
    [InlineData("gemini-2.0-flash-live-001", "realtime", false)]
    public void Model_TakesContentsByItsGenerationOrAsTheTenantSays(string model, string textInput, bool takes) => Assert.Equal(
        takes, Read($$"""{"model": "models/{{model}}", "textInput": "{{textInput}}"}""", out _).TakesContents);

    [Fact]
    public void Schema_AndReader_KnowTheSameSettings()
    {
        using var schema = JsonDocument.Parse(GeminiLiveSchema.Text);
        foreach (var (path, sample) in Samples)
        {
            var properties = path.Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(schema.RootElement, static (at, step) => at.GetProperty(step));
            var known = properties.GetProperty("properties").EnumerateObject().Select(static property => property.Name);
            using var document = JsonDocument.Parse(sample);

            Assert.Equal(known.Order(), document.RootElement.EnumerateObject().Select(static member => member.Name).Order());
        }

        Assert.Empty(Findings(Samples[""]));
    }

    private static Dictionary<string, string> Samples { get; } = new()
    {
        [""] = """
            {"model": "gemini-3.1-flash-live-preview", "voice": "Kore", "instructions": "x", "language": "de-DE", "temperature": 1,
             "maxOutputTokens": 100, "greeting": "x", "transcription": {"user": true, "agent": true},
             "turnDetection": {"automatic": true, "startSensitivity": "low", "endSensitivity": "high", "prefixPaddingMs": 20,
             "silenceDurationMs": 500, "interrupts": true}, "compressContext": true,
             "tools": [{"name": "a", "description": "d", "parameters": {}}], "googleSearch": true, "audioDuringToolCalls": true,
             "textInput": "auto", "baseUrl": "https://host"}
            """,
        ["properties/transcription"] = """{"user": true, "agent": true}""",
        ["properties/turnDetection"] = """
            {"automatic": true, "startSensitivity": "low", "endSensitivity": "high", "prefixPaddingMs": 20, "silenceDurationMs": 500,
             "interrupts": true}
            """,
        ["properties/tools/items"] = """{"name": "a", "description": "d", "parameters": {}}""",
    };

    private static IReadOnlyList<ValidationFinding> Findings(string json)
    {
        Read(json, out var findings);
        return findings;
    }

    private static GeminiLiveSettings Read(string json, out IReadOnlyList<ValidationFinding> findings)
    {
        using var document = JsonDocument.Parse(json);
        return SettingsReader.Read(document.RootElement.Clone(), GeminiLiveNames.DefaultBaseAddress, out findings);
    }
}
