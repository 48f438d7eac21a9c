using Connectors.Events;

namespace Connectors.Integration.Tests.Providers;

/// <summary>What is wrong with a tenant's account, agent or settings ends a conversation for a reason that says so.</summary>
public sealed class ConnectorRefusalContractTests
{
    public static TheoryData<string, string, CloseKind?, bool, string> Rows => BadInputTable.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task BadInput_EndsTheConversationForItsReason(
        string name, string input, CloseKind? kind, bool isRetryable, string outcome)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        var trial = stage.Case.Try(Enum.Parse<BadInput>(input));
        Assert.True(kind.HasValue == (trial is not null), outcome);
        if (trial is null)
        {
            return;
        }

        await stage.OpenAsync(trial.Of(stage.Case.Setup));
        if (trial.Then is { } then)
        {
            await stage.Listener.WaitAsync<AgentEvent.Ready>();
            await then(await stage.Case.FarSideAsync());
        }

        var closed = await stage.Listener.WaitAsync<AgentEvent.Closed>();
        Assert.Equal((kind, isRetryable), (closed.Kind, closed.Retryable));
        Assert.NotEmpty(closed.Code);
        Assert.NotEmpty(closed.Reason);
        Assert.DoesNotContain(BadInputTrial.OtherKey, stage.Listener.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_HasEveryInputOfEveryConnector()
    {
        var expected = ConnectorCases.Names.SelectMany(
            static name => Enum.GetNames<BadInput>(), static (name, input) => (name.Data, input));

        Assert.Equal(expected.Order(), Rows.Select(static row => (row.Data.Item1, row.Data.Item2)).Order());
    }
}
