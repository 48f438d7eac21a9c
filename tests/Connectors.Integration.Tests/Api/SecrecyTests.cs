using System.Diagnostics;

namespace Connectors.Integration.Tests.Api;

/// <summary>
/// Every test of this folder searches logs, traces and answers for secrets (<see cref="ApiStage"/>); these see to it that the
/// search can find something, and that the files hold nothing either.
/// </summary>
public class SecrecyTests
{
    [Fact]
    public async Task Traces_OfAFullRun_AreThereAndHoldNoKey()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        await tenant.VoiceAgentAsync(await tenant.ElevenLabsCredentialAsync());
        var id = await tenant.SessionAsync();
        (await tenant.CallAsync("POST", $"sessions/{id}/stop")).Expect(200);

        Assert.Contains(stage.Traces.Spans, span => span.Contains("/api/v1/credentials", StringComparison.Ordinal));
        stage.Traces.AssertHides([tenant.Key]);
        stage.Logs.AssertHides([tenant.Key]);
    }

    [Fact]
    public void Search_OfATraceWithASecret_FindsIt()
    {
        using var traces = new TraceCapture();
        using var source = new ActivitySource("secrecy");
        using (var span = source.StartActivity("call"))
        {
            span!.SetTag("key", "sk_that_must_not_be_here");
        }

        Assert.ThrowsAny<Exception>(() => traces.AssertHides(["sk_that_must_not_be_here"]));
    }

    [Fact]
    public async Task Files_OfTheService_HoldNoSecretInTheClear()
    {
        await using var stage = await ApiStage.StartAsync();
        var tenant = await stage.TenantAsync();
        await tenant.LiveAvatarCredentialAsync();
        await tenant.ElevenLabsCredentialAsync();
        await tenant.SessionAsync();

        foreach (var file in stage.Files())
        {
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.All(
                stage.Secrets.Append(tenant.Key),
                secret => Assert.Equal(-1, content.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret))));
        }
    }
}
