using Connectors.Audio;
using Connectors.Sandbox.OpenAI;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.OpenAI;

public sealed class OpenAIValidationTests
{
    [Fact]
    public async Task Validate_WithAGoodKeyAndModel_FindsNothingAndTellsFacts()
    {
        var report = await ValidateAsync(OpenAITalk.Quick, "{}");

        Assert.Empty(report.Findings);
        Assert.Equal(AudioFormat.Pcm16(24_000), report.Facts!.OutputFormat);
        Assert.Equal(TimeSpan.FromMinutes(60), report.Facts.MaximumDuration);
        Assert.True(report.Facts.SuppressesGreeting);
    }

    [Theory]
    [InlineData(401, "invalid_api_key", "key-refused", FindingSeverity.Error)]
    [InlineData(401, "account_deactivated", "account-deactivated", FindingSeverity.Error)]
    [InlineData(403, "forbidden", "no-access", FindingSeverity.Error)]
    [InlineData(404, "model_not_found", "model-unknown", FindingSeverity.Error)]
    [InlineData(429, "insufficient_quota", "quota-exceeded", FindingSeverity.Error)]
    [InlineData(429, "rate_limit_exceeded", "rate-limited", FindingSeverity.Warning)]
    [InlineData(500, "server_error", "provider-failed", FindingSeverity.Warning)]
    [InlineData(418, "teapot", "unexpected-answer", FindingSeverity.Error)]
    public async Task Validate_RefusedByOpenAI_TellsTheReason(int status, string code, string finding, FindingSeverity severity)
    {
        var report = await ValidateAsync(OpenAITalk.Quick with { RefuseWith = status, RefusalCode = code }, "{}");

        var found = Assert.Single(report.Findings);
        Assert.Equal((finding, severity), (found.Code, found.Severity));
        Assert.Equal(severity != FindingSeverity.Error, report.IsUsable);
        Assert.Null(report.Facts);
    }

    [Fact]
    public async Task Validate_WithAnUnknownModel_NamesIt()
    {
        var report = await ValidateAsync(OpenAITalk.Quick, """{"model": "gpt-realtime-99"}""");

        Assert.Contains("gpt-realtime-99", Assert.Single(report.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_WithTemperature_WarnsThatItIsIgnored()
    {
        var report = await ValidateAsync(OpenAITalk.Quick, """{"temperature": 0.8}""");

        Assert.Equal(("temperature-ignored", FindingSeverity.Warning), (report.Findings[0].Code, report.Findings[0].Severity));
        Assert.True(report.IsUsable);
    }

    [Fact]
    public async Task Validate_AtAnAddressWhereNobodyIs_SaysSo()
    {
        var report = await ValidateAsync(OpenAITalk.Quick, """{"baseUrl": "http://127.0.0.1:9"}""");

        Assert.Equal("unreachable", Assert.Single(report.Findings).Code);
    }

    [Fact]
    public async Task Validate_WithoutAKey_DoesNotAsk()
    {
        var report = await ValidateAsync(OpenAITalk.Quick, "{}", key: string.Empty);

        Assert.Equal("invalid-api-key", Assert.Single(report.Findings).Code);
    }

    private static async Task<ValidationReport> ValidateAsync(OpenAISwitches options, string settings, string? key = null)
    {
        await using var sandbox = await OpenAIRealtimeSandbox.StartAsync(options);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var connector = new Connectors.Providers.OpenAI.OpenAIRealtimeConnector(http, TimeProvider.System, new());
        return await connector.ValidateAsync(OpenAITalk.Setup(sandbox, settings, key), TestContext.Current.CancellationToken);
    }
}
