using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Connectors.Providers.CustomAgent;
using Connectors.Sandbox.CustomAgent;
using Connectors.Validation;

namespace Connectors.Integration.Tests.Providers.CustomAgent;

/// <summary>Checking an agent by a connection that is no conversation: each mistake has its name.</summary>
public sealed class CustomAgentValidationTests : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Agent_ThatIsGood_IsAskedOnceAndNotTalkedTo()
    {
        await using var sandbox = await CustomAgentSandbox.StartAsync(
            CustomAgentTalk.Quick with { InputRate = 8_000, SessionLimit = TimeSpan.FromMinutes(5) }, cancellationToken: Stop);

        var report = await CheckAsync(CustomAgentTalk.Setup(sandbox));

        Assert.Empty(report.Findings);
        Assert.Equal((8_000, 24_000), (report.Facts!.InputFormat!.Value.SampleRate, report.Facts.OutputFormat!.Value.SampleRate));
        Assert.Equal((TimeSpan.FromMinutes(5), true), (report.Facts.MaximumDuration, report.Facts.SuppressesGreeting));
        var socket = Assert.Single(sandbox.Sockets);
        Assert.Empty(sandbox.Talks);
        Assert.Equal((1_000, 0L), ((await socket.Farewell.WaitAsync(Stop)).Status, socket.Talk.Turns));
    }

    public static TheoryData<string, FindingSeverity, string, string> Mistakes => new()
    {
        { "silent", FindingSeverity.Error, "open-timeout", "url" },
        { "no-subprotocol", FindingSeverity.Error, "wrong-subprotocol", "url" },
        { "other-subprotocol", FindingSeverity.Error, "wrong-subprotocol", "url" },
        { "rate", FindingSeverity.Error, "bad-ready", "url" },
        { "version", FindingSeverity.Error, "bad-ready", "url" },
        { "secret", FindingSeverity.Error, "secret-refused", "secret" },
        { "close-secret", FindingSeverity.Error, "secret-refused", "secret" },
        { "not-found", FindingSeverity.Error, "refused-404", "url" },
        { "no-websocket", FindingSeverity.Error, "refused-426", "url" },
        { "parameters", FindingSeverity.Error, "refused-4422", "url" },
        { "quota", FindingSeverity.Error, "quota-exceeded", "url" },
        { "busy", FindingSeverity.Warning, "rate-limited", "url" },
        { "failing", FindingSeverity.Warning, "agent-failed", "url" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Agent_WithAMistake_IsToldByName(string mistake, FindingSeverity severity, string code, string field)
    {
        var quick = CustomAgentTalk.Quick;
        await using var sandbox = await CustomAgentSandbox.StartAsync(mistake switch
        {
            "silent" => quick with { IsSilent = true },
            "no-subprotocol" => quick with { Subprotocol = null },
            "other-subprotocol" => quick with { Subprotocol = "chat" },
            "rate" => quick with { OutputRate = 4_000 },
            "version" => quick with { InsteadOfReady = """{"type":"ready","version":2}""" },
            "secret" => quick with { ApiKey = "another-secret" },
            "close-secret" => quick with { CloseAtStart = 4401 },
            "not-found" => quick with { RefuseWith = 404 },
            "no-websocket" => quick with { RefuseWith = 426 },
            "parameters" => quick with { CloseAtStart = 4422 },
            "quota" => quick with { CloseAtStart = 4402 },
            "busy" => quick with { CloseAtStart = 4429 },
            _ => quick with { RefuseWith = 502 },
        }, cancellationToken: Stop);

        var report = await CheckAsync(CustomAgentTalk.Setup(sandbox, quick.ApiKey));

        var finding = Assert.Single(report.Findings);
        Assert.Equal((severity, code, field), (finding.Severity, finding.Code, finding.Field));
        Assert.Null(report.Facts);
    }

    [Fact]
    public async Task Address_WithNobodyThere_IsUnreachable()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();

        Assert.Equal("unreachable", Assert.Single((await CheckAsync(SetupFor($"ws://127.0.0.1:{port}/"))).Findings).Code);
    }

    [Fact]
    public async Task Address_WithoutTls_IsToldThatTlsFailed()
    {
        await using var sandbox = await CustomAgentSandbox.StartAsync(CustomAgentTalk.Quick, cancellationToken: Stop);

        var report = await CheckAsync(SetupFor(sandbox.Url.Replace("ws://", "wss://", StringComparison.Ordinal)));

        Assert.Equal("tls-failed", Assert.Single(report.Findings).Code);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("two words", 1)]
    [InlineData("good", 0)]
    public async Task Secret_OnItsOwn_IsCheckedForWhatCanBeSent(string secret, int findings)
    {
        var report = await Connector().ValidateCredentialAsync(new(secret), Stop);

        Assert.Equal(findings, report.Findings.Count);
    }

    private static ConnectorSetup SetupFor(string url) => new(JsonSerializer.SerializeToElement(new { url }), new("secret"));

    private CustomAgentConnector Connector() => new(
        _http, TimeProvider.System, new() { AllowInsecure = true, RequestTimeout = TimeSpan.FromSeconds(2) });

    private Task<ValidationReport> CheckAsync(ConnectorSetup setup) => Connector().ValidateAsync(setup, Stop);
}
