using Connectors.Audio;
using Connectors.Providers.Deepgram;
using Connectors.Sandbox.Deepgram;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.Deepgram;

public sealed class DeepgramValidationTests
{
    [Fact]
    public async Task Validate_WithAGoodKeyAndModels_FindsNothingAndTellsFacts()
    {
        var report = await ValidateAsync(DeepgramTalk.Quick, "{}");

        Assert.Empty(report.Findings);
        Assert.Equal((AudioFormat.Pcm16(16_000), AudioFormat.Pcm16(24_000)), (report.Facts!.InputFormat, report.Facts.OutputFormat));
        Assert.Equal(TimeSpan.FromHours(2), report.Facts.MaximumDuration);
        Assert.True(report.Facts.SuppressesGreeting);
    }

    [Theory]
    [InlineData(401, "key-refused", FindingSeverity.Error)]
    [InlineData(402, "quota-exceeded", FindingSeverity.Error)]
    [InlineData(403, "no-access", FindingSeverity.Error)]
    [InlineData(404, "unexpected-answer", FindingSeverity.Error)]
    [InlineData(429, "rate-limited", FindingSeverity.Warning)]
    [InlineData(500, "provider-failed", FindingSeverity.Warning)]
    public async Task Validate_RefusedByDeepgram_TellsTheReason(int status, string code, FindingSeverity severity)
    {
        var report = await ValidateAsync(DeepgramTalk.Quick with { RefuseWith = status }, "{}");

        var found = Assert.Single(report.Findings);
        Assert.Equal((code, severity), (found.Code, found.Severity));
        Assert.Equal(severity != FindingSeverity.Error, report.IsUsable);
        Assert.Null(report.Facts);
    }

    [Theory]
    [InlineData("""{"listen": {"model": "nova-99"}}""", "listen.model", "nova-99")]
    [InlineData("""{"voice": "aura-9-nobody-en"}""", "voice", "aura-9-nobody-en")]
    [InlineData("""{"think": {"model": "gpt-99"}}""", "think.model", "gpt-99")]
    [InlineData("""{"think": {"provider": "anthropic", "model": "gemini-2.5-flash"}}""", "think.model", "gemini-2.5-flash")]
    public async Task Validate_WithAnUnknownModel_NamesIt(string settings, string field, string model)
    {
        var report = await ValidateAsync(DeepgramTalk.Quick, settings);

        var found = Assert.Single(report.Findings);
        Assert.Equal((FindingSeverity.Error, field), (found.Severity, found.Field));
        Assert.Contains(model, found.Message, StringComparison.Ordinal);
        Assert.Null(report.Facts);
    }

    [Fact]
    public async Task Validate_WithFlux_DoesNotMissItInTheList() =>
        Assert.Empty((await ValidateAsync(DeepgramTalk.Quick, """{"listen": {"model": "flux-general-en"}}""")).Findings);

    [Fact]
    public async Task Validate_WhereModelsAreNotTold_WarnsThatTheyWereNotChecked()
    {
        var report = await ValidateAsync(DeepgramTalk.Quick with { RefuseListsWith = 503 }, "{}");

        Assert.Equal(["listen.model", "think.model"], report.Findings.Select(static finding => finding.Field));
        Assert.All(
            report.Findings, static finding => Assert.Equal(("not-checked", FindingSeverity.Warning), (finding.Code, finding.Severity)));
        Assert.NotNull(report.Facts);
    }

    [Theory]
    [InlineData(0.0, "no-credit")]
    [InlineData(null, null)]
    public async Task Validate_OfAProjectWithoutCredit_WarnsWhereTheKeyMayKnow(double? balance, string? code)
    {
        var report = await ValidateAsync(DeepgramTalk.Quick with { Balance = balance }, "{}");

        Assert.Equal(code, report.Findings.SingleOrDefault()?.Code);
        Assert.True(report.IsUsable);
    }

    [Fact]
    public async Task Validate_AtAnAddressWhereNobodyIs_SaysSo()
    {
        var report = await ValidateAsync(DeepgramTalk.Quick, """{"baseUrl": "http://127.0.0.1:9"}""");

        Assert.Equal("unreachable", Assert.Single(report.Findings).Code);
    }

    [Fact]
    public async Task Validate_WithoutAKey_DoesNotAsk()
    {
        var report = await ValidateAsync(DeepgramTalk.Quick, "{}", key: string.Empty);

        Assert.Equal("invalid-api-key", Assert.Single(report.Findings).Code);
    }

    private static async Task<ValidationReport> ValidateAsync(DeepgramSwitches switches, string settings, string? key = null)
    {
        await using var sandbox = await DeepgramSandbox.StartAsync(switches);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var connector = new DeepgramConnector(http, TimeProvider.System, new());
        return await connector.ValidateAsync(DeepgramTalk.Setup(sandbox, settings, key), TestContext.Current.CancellationToken);
    }
}
