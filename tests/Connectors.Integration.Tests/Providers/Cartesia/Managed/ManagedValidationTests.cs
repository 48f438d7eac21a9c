using Connectors.Audio;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Sandbox.Cartesia.Managed;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.Cartesia.Managed;

public sealed class ManagedValidationTests
{
    [Fact]
    public async Task Validate_WithAGoodKeyAndAgent_FindsNothingAndTellsFacts()
    {
        var report = await ValidateAsync(ManagedAgentTalk.Quick, """{"audioFormat": "pcm_16000", "connectionLimitMinutes": 30}""");

        Assert.Empty(report.Findings);
        Assert.Equal((AudioFormat.Pcm16(16_000), AudioFormat.Pcm16(16_000)), (report.Facts!.InputFormat, report.Facts.OutputFormat));
        Assert.Equal(("Sandbox agent", true), (report.Facts.AgentName, report.Facts.SuppressesGreeting));
        Assert.Equal(TimeSpan.FromMinutes(30), report.Facts.MaximumDuration);
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
        var report = await ValidateAsync(ManagedAgentTalk.Quick with { RefuseWith = status }, "{}");

        var found = Assert.Single(report.Findings);
        Assert.Equal((code, severity), (found.Code, found.Severity));
        Assert.Equal(severity != FindingSeverity.Error, report.IsUsable);
        Assert.Null(report.Facts);
    }

    [Theory]
    [InlineData("""{"agentId": "agent_nobody"}""", null, "agent-unknown")]
    [InlineData("{}", "another-key", "key-refused")]
    [InlineData("{}", "", "invalid-api-key")]
    [InlineData("""{"audioFormat": "opus_48000"}""", null, "setting-invalid")]
    [InlineData("""{"baseUrl": "http://127.0.0.1:9"}""", null, "unreachable")]
    public async Task Validate_OfWhatIsWrong_TellsIt(string settings, string? key, string code) =>
        Assert.Equal(code, Assert.Single((await ValidateAsync(ManagedAgentTalk.Quick, settings, key)).Findings).Code);

    [Fact]
    public async Task Validate_OfAnAgentThatGreetsByNameAndForgets_TellsBoth()
    {
        var agent = ManagedAgentTalk.Quick with
        {
            Instructions = "You help.",
            Script = new(AgentTalk.Reply("Hello {{name}} of {{ shop }} at {{system__time_utc}}."), [AgentTalk.Reply("One.")]),
        };

        var report = await ValidateAsync(agent, """{"dynamicVariables": {"shop": "Acme"}}""");

        Assert.Equal(
            [
                ("dynamic-variable-missing", "dynamicVariables.name"), ("greeting-not-suppressible", "agentId"),
                ("history-not-told", "agentId"),
            ],
            report.Findings.Select(static finding => (finding.Code, finding.Field)));
        Assert.True(report.IsUsable);
        Assert.False(report.Facts!.SuppressesGreeting);
    }

    [Theory]
    [InlineData("sandbox-cartesia-key", null)]
    [InlineData("another-key", "key-refused")]
    [InlineData("two words", "invalid-api-key")]
    public async Task Key_Alone_IsChecked(string key, string? code)
    {
        await using var sandbox = await CartesiaManagedSandbox.StartAsync(
            ManagedAgentTalk.Quick, cancellationToken: TestContext.Current.CancellationToken);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var connector = new CartesiaManagedConnector(http, TimeProvider.System, new() { BaseAddress = new(sandbox.BaseUrl) });

        var report = await connector.ValidateCredentialAsync(new(key), TestContext.Current.CancellationToken);

        Assert.Equal(code, report.Findings.SingleOrDefault()?.Code);
    }

    private static async Task<ValidationReport> ValidateAsync(CartesiaManagedSwitches switches, string settings, string? key = null)
    {
        await using var sandbox = await CartesiaManagedSandbox.StartAsync(switches);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var connector = new CartesiaManagedConnector(http, TimeProvider.System, new());
        return await connector.ValidateAsync(ManagedAgentTalk.Setup(sandbox, settings, key), TestContext.Current.CancellationToken);
    }
}
