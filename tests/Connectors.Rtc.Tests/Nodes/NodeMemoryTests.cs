using Connectors.Rtc.Tests.Support;
using Connectors.Server.Hosting;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>A node uses more memory than it may.</summary>
public sealed class NodeMemoryTests(RtcFixture rtc, NodeFixture nodes) : IClassFixture<NodeFixture>
{
    // Less than any process with a session uses.
    private const string Megabytes = "100";

    [Fact]
    [Trait("Length", "Long")]
    public async Task Node_AboveItsMemoryLimit_IsNotReadyHandsItsSessionOverAndGoes()
    {
        await using var stage = await NodeStage.StartAsync(
            rtc, nodes.Redis, NodeEditions.Present(), ("openai-realtime", Scripts.Of(TimeSpan.FromSeconds(1))));
        var large = (await stage.ServeAsync(1, ("MemoryLimitMegabytes", Megabytes)))[0];
        var talk = await stage.BeginAsync("openai-realtime", large);
        await talk.TurnsAsync(1);
        var began = TimeProvider.System.GetTimestamp();
        var other = (await stage.ServeAsync(1))[0];

        await UnreadyAsync(stage.ClientOf(large));
        await talk.AvatarSocketAsync(began);
        var code = await large.ExitAsync(TimeSpan.FromSeconds(90));
        var asked = talk.Ask();
        await talk.HearAsync(asked, TimeSpan.FromSeconds(0.5));

        Assert.Equal(MemoryLimitStop.ExitCode, code);
        var (status, _) = await stage.ClientOf(other).AskAsync(HttpMethod.Get, $"api/v1/sessions/{talk.Id}");
        Assert.Equal(200, status);
        Assert.Equal(2, (await stage.RecordAsync(talk)).Epoch);
        Assert.Equal(0, stage.StandIns.Stops);
    }

    private static async Task UnreadyAsync(TenantClient client)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while ((await client.AskAsync(HttpMethod.Get, "health/ready")).Status != 503)
        {
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
