using Connectors.Audio;
using Connectors.Providers.Cartesia;
using Connectors.Sandbox.Cartesia;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.Cartesia;

public sealed class CartesiaValidationTests
{
    [Fact]
    public async Task Validate_WithAGoodKeyAndAgent_FindsNothingAndTellsFacts()
    {
        var report = await ValidateAsync(CartesiaTalk.Quick, """{"audioFormat": "pcm_16000"}""");

        Assert.Empty(report.Findings);
        Assert.Equal((AudioFormat.Pcm16(16_000), AudioFormat.Pcm16(16_000)), (report.Facts!.InputFormat, report.Facts.OutputFormat));
        Assert.Equal("Sandbox agent", report.Facts.AgentName);
        Assert.False(report.Facts.SuppressesGreeting);
    }

    [Theory]
    [InlineData(400, "unexpected-answer", FindingSeverity.Error)]
    [InlineData(401, "key-refused", FindingSeverity.Error)]
    [InlineData(402, "quota-exceeded", FindingSeverity.Error)]
    [InlineData(403, "no-access", FindingSeverity.Error)]
    [InlineData(429, "rate-limited", FindingSeverity.Warning)]
    [InlineData(500, "provider-failed", FindingSeverity.Warning)]
    public async Task Validate_RefusedByCartesia_TellsTheReason(int status, string code, FindingSeverity severity)
    {
        var report = await ValidateAsync(CartesiaTalk.Quick with { RefuseWith = status }, "{}");

        var found = Assert.Single(report.Findings);
        Assert.Equal((code, severity), (found.Code, found.Severity));
        Assert.Equal(severity != FindingSeverity.Error, report.IsUsable);
        Assert.Null(report.Facts);
    }

    [Theory]
    [InlineData("""{"agentId": "agent_nobody"}""", null, "agent-unknown")]
    [InlineData("{}", "another-key", "key-refused")]
    [InlineData("{}", "", "invalid-api-key")]
    [InlineData("""{"audioFormat": "mulaw_8000"}""", null, "setting-invalid")]
    [InlineData("""{"baseUrl": "http://127.0.0.1:9"}""", null, "unreachable")]
    public async Task Validate_OfWhatIsWrong_TellsIt(string settings, string? key, string code) =>
        Assert.Equal(code, Assert.Single((await ValidateAsync(CartesiaTalk.Quick, settings, key)).Findings).Code);

    [Theory]
    [InlineData("sandbox-cartesia-key", null)]
    [InlineData("another-key", "key-refused")]
    [InlineData("two words", "invalid-api-key")]
    public async Task Key_Alone_IsChecked(string key, string? code)
    {
        await using var sandbox = await CartesiaSandbox.StartAsync(
            CartesiaTalk.Quick, cancellationToken: TestContext.Current.CancellationToken);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var connector = new CartesiaLineConnector(http, TimeProvider.System, new() { BaseAddress = new(sandbox.BaseUrl) });

        var report = await connector.ValidateCredentialAsync(new(key), TestContext.Current.CancellationToken);

        Assert.Equal(code, report.Findings.SingleOrDefault()?.Code);
    }

    private static async Task<ValidationReport> ValidateAsync(CartesiaSwitches switches, string settings, string? key = null)
    {
        await using var sandbox = await CartesiaSandbox.StartAsync(switches);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var connector = new CartesiaLineConnector(http, TimeProvider.System, new());
        return await connector.ValidateAsync(CartesiaTalk.Setup(sandbox, settings, key), TestContext.Current.CancellationToken);
    }
}
