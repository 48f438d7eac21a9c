using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>What a tenant got wrong or ran out of at a provider ends the session for a reason that says so, or is got over.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string, string> Rows =>
    [
        .. BadInputTable.Rows.Select(static row => row.Data)
            .Where(static row => row.Item3 is not null && row.Item1 != "bare")
            .Select(static row => (row.Item1, row.Item2, row.Item5)),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task BadInput_EndsTheSessionForItsReasonOrIsGotOver(string connector, string input, string reason)
    {
        await using var stage = await SessionStage.StartAsync(connector);
        var trial = stage.Case.Try(Enum.Parse<BadInput>(input))!;
        stage.Specification = stage.Specification with { Agent = trial.Of(stage.Specification.Agent!) };
        await stage.BeginAsync();
        stage.Come();
        if (trial.Then is { } then)
        {
            await stage.WaitAsync<SessionEvent.AgentReady>();
            await stage.TakeFarSideAsync();
            var before = stage.Now;
            await then(stage.FarSide);
            if (reason.Length == 0)
            {
                await stage.WaitAsync<SessionEvent.AgentReady>(before);
                await stage.TakeFarSideAsync();
                await stage.Talk.ConverseAsync(700);
                return;
            }
        }

        Assert.Equal(SessionEnd.For(reason), await stage.EndAsync());
        Assert.DoesNotContain(stage.Watch.Entries, static entry => entry.Event is SessionEvent.Reconnecting);
        stage.Logs.AssertHides([BadInputTrial.OtherKey]);
    }
}
