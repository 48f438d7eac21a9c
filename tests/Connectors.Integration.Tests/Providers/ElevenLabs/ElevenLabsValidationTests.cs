using Connectors.Audio;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

public sealed class ElevenLabsValidationTests
{
    private static readonly ElevenLabsBehaviour Good = ElevenLabsStage.Talker with { MaximumDuration = TimeSpan.FromMinutes(30) };

    [Fact]
    public async Task Agent_ThatIsAllRight_HasNoFindingsAndAllFacts()
    {
        var report = await ValidateAsync(Good with { OutputFormat = "pcm_24000" });

        Assert.Empty(report.Findings);
        Assert.Equal(
            new AgentFacts
            {
                AgentName = "Sandbox agent",
                InputFormat = AudioFormat.Pcm16(16_000),
                OutputFormat = AudioFormat.Pcm16(24_000),
                MaximumDuration = TimeSpan.FromMinutes(30),
                MaximumConcurrency = 10,
                SuppressesGreeting = true,
            },
            report.Facts);
    }

    [Theory]
    [InlineData("free", 4)]
    [InlineData("starter", 6)]
    [InlineData("pro", 20)]
    [InlineData("scale", 30)]
    [InlineData("business", 30)]
    [InlineData("enterprise", null)]
    public async Task Plan_OfTheAccount_TellsItsConcurrency(string tier, int? concurrency)
    {
        var report = await ValidateAsync(Good with { Account = new() { Tier = tier } });

        Assert.Equal(concurrency, report.Facts?.MaximumConcurrency);
        Assert.Equal(tier != "free", report.IsUsable);
        Assert.Equal(tier == "free", report.Findings.Any(finding => finding.Code == "free-plan"));
    }

    [Theory]
    [InlineData("invalid_api_key")]
    [InlineData("quota_exceeded")]
    [InlineData("detected_unusual_activity")]
    public async Task Account_ThatIsRefused_IsAnErrorOfTheSecret(string status)
    {
        var report = await ValidateAsync(Good, new() { User = new(401, status) });

        Assert.False(report.IsUsable);
        AssertFinding(report, FindingSeverity.Error, status, "secret");
    }

    [Fact]
    public async Task Key_ThatIsUnknown_IsAnErrorOfTheSecret()
    {
        await using var stage = await ElevenLabsStage.StartAsync(Good);

        var report = await stage.ValidateAsync(key: "sk_wrong");

        AssertFinding(report, FindingSeverity.Error, "invalid_api_key", "secret");
        Assert.DoesNotContain("sk_wrong", string.Join('\n', report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WithoutUserRead_IsAWarningOnly()
    {
        var report = await ValidateAsync(Good with { Account = new() { Permissions = ["convai_read"] } });

        Assert.True(report.IsUsable);
        AssertFinding(report, FindingSeverity.Warning, "missing_permissions", "secret");
        Assert.Null(report.Facts?.MaximumConcurrency);
    }

    [Fact]
    public async Task Key_WithoutConvaiRead_IsAnError()
    {
        var report = await ValidateAsync(Good with { Account = new() { Permissions = ["user_read"] } });

        AssertFinding(report, FindingSeverity.Error, "missing_permissions", "secret");
    }

    [Theory]
    [InlineData(100_000, FindingSeverity.Error, "no-credits")]
    [InlineData(99_500, FindingSeverity.Warning, "few-credits")]
    public async Task Credits_ThatRunOut_AreTold(long used, FindingSeverity severity, string code)
    {
        var report = await ValidateAsync(Good with { Account = new() { CharacterCount = used } });

        AssertFinding(report, severity, code, "secret");
    }

    [Fact]
    public async Task Agent_ThatIsUnknown_IsAnErrorOfItsId()
    {
        await using var stage = await ElevenLabsStage.StartAsync(Good);

        var report = await stage.ValidateAsync(new { agentId = "agent_other" });

        AssertFinding(report, FindingSeverity.Error, "document_not_found", "agentId");
    }

    [Fact]
    public async Task Agent_ForTextOnly_IsAnError() => AssertFinding(
        await ValidateAsync(Good with { TextOnly = true }), FindingSeverity.Error, "text-only",
        "conversation_config.conversation.text_only");

    [Theory]
    [InlineData("opus_48000", "pcm_16000", "conversation_config.asr.user_input_audio_format")]
    [InlineData("pcm_16000", "mp3_44100_128", "conversation_config.tts.agent_output_audio_format")]
    public async Task Formats_ThatAreNotOurs_AreErrors(string input, string output, string field) => AssertFinding(
        await ValidateAsync(Good with { InputFormat = input, OutputFormat = output }), FindingSeverity.Error, "unsupported-format", field);

    [Theory]
    [InlineData("audio", FindingSeverity.Error)]
    [InlineData("interruption", FindingSeverity.Error)]
    [InlineData("user_transcript", FindingSeverity.Warning)]
    [InlineData("agent_response", FindingSeverity.Warning)]
    [InlineData("agent_response_correction", FindingSeverity.Warning)]
    [InlineData("agent_response_complete", FindingSeverity.Information)]
    [InlineData("client_tool_call", FindingSeverity.Information)]
    public async Task ClientEvent_ThatIsOff_IsTold(string clientEvent, FindingSeverity severity)
    {
        var report = await ValidateAsync(Good with { ClientEvents = [.. Good.ClientEvents.Where(on => on != clientEvent)] });

        AssertFinding(
            report, severity, $"event-{clientEvent.Replace('_', '-')}-off", "conversation_config.conversation.client_events");
        Assert.Single(report.Findings);
    }

    [Fact]
    public async Task Duration_ThatIsShort_IsTold() => AssertFinding(
        await ValidateAsync(Good with { MaximumDuration = TimeSpan.FromMinutes(5) }), FindingSeverity.Information, "short-duration",
        "conversation_config.conversation.max_duration_seconds");

    [Fact]
    public async Task DynamicVariables_WithoutValues_AreNamed()
    {
        await using var stage = await ElevenLabsStage.StartAsync(Good with { RequiredVariables = ["a", "b", "c"], Placeholders = ["b"] });

        var report = await stage.ValidateAsync(new { dynamicVariables = new { c = "given" } });

        AssertFinding(report, FindingSeverity.Warning, "dynamic-variable-missing", "dynamicVariables.a");
        Assert.Single(report.Findings);
    }

    [Theory]
    [InlineData("firstMessage")]
    [InlineData("language")]
    [InlineData("prompt")]
    [InlineData("voiceId")]
    public async Task Override_ThatIsForbidden_IsAnErrorOfItsSetting(string setting)
    {
        await using var stage = await ElevenLabsStage.StartAsync(Good with { Overrides = [] });

        var report = await stage.ValidateAsync(new Dictionary<string, string> { [setting] = "value" });

        AssertFinding(report, FindingSeverity.Error, "override-not-allowed", setting);
    }

    [Fact]
    public async Task Greeting_ThatCannotBeSuppressed_IsAWarning()
    {
        var report = await ValidateAsync(Good with { Overrides = [] });

        Assert.True(report.IsUsable);
        Assert.False(report.Facts?.SuppressesGreeting);
        Assert.Contains(report.Findings, finding => finding.Code == "greeting-not-suppressible");
    }

    [Fact]
    public async Task SignedUrl_ThatIsNotGiven_IsAnError() => AssertFinding(
        await ValidateAsync(Good, new() { SignedUrl = new(403, "forbidden") }), FindingSeverity.Error, "forbidden", "secret");

    [Fact]
    public async Task Provider_ThatCannotBeReached_IsAnErrorAndNoException()
    {
        await using var stage = await ElevenLabsStage.StartAsync(Good);
        var setup = stage.Setup();
        await stage.Sandbox.DisposeAsync();

        var report = await stage.Connector.ValidateAsync(setup, TestContext.Current.CancellationToken);

        AssertFinding(report, FindingSeverity.Error, "unreachable", "secret");
        Assert.Null(report.Facts);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"tier": 7, "character_count": "many"}""")]
    [InlineData("nonsense")]
    public async Task Answers_ThatAreNotAsDocumented_BreakNothing(string body)
    {
        var report = await ValidateAsync(Good, new() { User = new(200, null, body), Agent = new(200, null, body) });

        Assert.NotNull(report.Findings);
    }

    private static async Task<ValidationReport> ValidateAsync(ElevenLabsBehaviour behaviour, ElevenLabsFaults? faults = null)
    {
        await using var stage = await ElevenLabsStage.StartAsync(behaviour, faults);
        return await stage.ValidateAsync();
    }

    private static void AssertFinding(ValidationReport report, FindingSeverity severity, string code, string field)
    {
        var finding = Assert.Single(report.Findings, finding => finding.Code == code);
        Assert.Equal((severity, field), (finding.Severity, finding.Field));
        Assert.NotEmpty(finding.Message);
    }
}
