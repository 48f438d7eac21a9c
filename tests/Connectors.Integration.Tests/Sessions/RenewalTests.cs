using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Providers that end their connections after a time are left before, in the middle of long conversations.</summary>
public sealed class RenewalTests
{
    private const int Rounds = 3;

    private static readonly double[] Tones = [400, 700, 1_000, 1_300];

    public static TheoryData<string> Connectors => ProviderFaultTests.Connectors;

    public static TheoryData<string> ThoseWithTools => BoundToolSessionTests.Connectors;

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_ThatGoesAwayAgainAndAgain_IsLeftBetweenTurnsAndNobodyNotices(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        for (var round = 0; round < Rounds; round++)
        {
            await stage.Talk.ConverseAsync(Tones[round]);
            await RenewAsync(stage);
        }

        await stage.Talk.ConverseAsync(Tones[Rounds]);

        Assert.Equal(1 + Rounds, stage.Watch.Entries.Count(static entry => entry.Event is SessionEvent.AgentReady));
        AssertNobodyNoticed(stage);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_ThatGoesAwayDuringATurn_IsLeftAfterIt(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.FarSide.SpeakAsync(stage.Talk.Tone(Tones[0], 2));
        await stage.WaitAsync<SessionEvent.AvatarSpeechStarted>();

        var before = stage.Now;
        stage.Connector.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(30)));
        var ready = await stage.WaitAsync<SessionEvent.AgentReady>(before);
        await stage.TakeFarSideAsync();

        Assert.InRange(stage.Talk.Heard(Tones[0]), 1.9, 2.1);
        Assert.Contains(stage.Watch.Entries, entry => entry.Sequence < ready.Sequence && SessionTalk.IsWhole(entry.Event, 2));
        await stage.Talk.ConverseAsync(Tones[1]);
        AssertNobodyNoticed(stage);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_WhoseTimeIsUpDuringATurn_IsLeftInItAndWhatWasReceivedIsHeard(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.Talk.BeginAsync(Tones[0], 3);

        var before = stage.Now;
        stage.Connector.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(5)));
        var ready = await stage.WaitAsync<SessionEvent.AgentReady>(before);
        await stage.TakeFarSideAsync();
        var ended = await stage.WaitAsync<SessionEvent.TurnEnded>(before);

        Assert.True(ready.Sequence < ended.Sequence, stage.History());
        Assert.InRange(stage.Talk.Heard(Tones[0]), 2.9, 3.1);
        await stage.Talk.ConverseAsync(Tones[1]);
        AssertNobodyNoticed(stage);
    }

    [Theory]
    [MemberData(nameof(ThoseWithTools))]
    public async Task Provider_WhoseTimeIsUpWhileAToolRuns_IsLeftAndTheCallIsOver(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.FarSide.CallToolAsync("call_1", "get_weather", "{}");
        await stage.WaitAsync<SessionEvent.ToolCalled>();

        var before = stage.Now;
        stage.Connector.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(5)));
        await stage.WaitAsync<SessionEvent.ToolAnswered>(before, static answer => answer is { Reason: "agent-lost", IsError: true });
        await stage.WaitAsync<SessionEvent.AgentReady>(before);
        await stage.TakeFarSideAsync();

        await stage.Talk.ConverseAsync(Tones[1]);
        AssertNobodyNoticed(stage);
    }

    private static async Task RenewAsync(SessionStage stage)
    {
        var before = stage.Now;
        stage.Connector.Tell(new AgentEvent.GoingAway(TimeSpan.FromSeconds(30)));
        await stage.WaitAsync<SessionEvent.AgentReady>(before);
        await stage.TakeFarSideAsync();
    }

    private static void AssertNobodyNoticed(SessionStage stage)
    {
        Assert.DoesNotContain(stage.Watch.Entries, static entry => entry.Event
            is SessionEvent.Reconnecting or SessionEvent.Interrupted or SessionEvent.TurnEnded { Figures.WasInterrupted: true });
        Assert.DoesNotContain(stage.Rooms.Sent, static said =>
            said.Type == "session.state" && said.Json.TryGetProperty("reconnecting", out var lost) && lost.GetBoolean());
    }
}
