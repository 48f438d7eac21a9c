using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>The provider's socket broken in the middle of whole sessions.</summary>
public sealed class ProviderFaultTests
{
    public static TheoryData<string> Connectors =>
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-line", "cartesia-managed", "custom"];

    public static TheoryData<string, bool, bool> Stalls => new()
    {
        { "elevenlabs", true, false },
        { "elevenlabs", false, true },
        { "openai-realtime", true, false },
        { "openai-realtime", false, true },
        { "gemini-live", true, false },
        { "gemini-live", false, true },
        { "deepgram", true, false },
        { "deepgram", false, true },
        { "custom", true, false },
        { "custom", false, true },
        { "cartesia-line", true, false },
        { "cartesia-line", false, true },
        { "cartesia-managed", true, false },
        { "cartesia-managed", false, true },
    };

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_ResetBetweenTurns_TheConversationGoesOn(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.Talk.AnswerAsync(400);

        var before = stage.Now;
        stage.ProviderLine.Reset();
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await stage.TakeFarSideAsync();

        await stage.Talk.AskAsync("Are you still there?");
        await stage.Talk.AnswerAsync(700);
        Assert.False((await stage.Sessions.FindAsync(stage.Specification.Id, TestContext.Current.CancellationToken))!.IsReconnecting);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_ResetDuringATurn_WhatWasReceivedIsHeardAndTheConversationGoesOn(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.Talk.BeginAsync(400, 1);

        var before = stage.Now;
        stage.ProviderLine.Reset();
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await stage.TakeFarSideAsync();

        await stage.WaitAsync<SessionEvent.TurnEnded>(before);
        Assert.InRange(stage.Talk.Heard(400), 0.9, 1.1);
        await stage.Talk.SpeakFirstAsync();
        await stage.Talk.AnswerAsync(700);
    }

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task Provider_ThatFallsSilentInOneDirection_IsReplaced(string connector, bool up, bool down)
    {
        await using var stage = await SessionStage.TalkAsync(connector);
        await stage.Talk.BeginAsync(400, 1);

        var before = stage.Now;
        stage.ProviderLine.Freeze(up, down);
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await stage.TakeFarSideAsync();

        await stage.Talk.HearUserAsync(0.5);
        // Where the agent's document could not be read again, its first words could be a greeting: the user speaks first.
        await stage.Talk.AskAsync("Are you there?");
        await stage.Talk.AnswerAsync(700);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_GoneForGood_EndsTheSessionAsLost(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);

        stage.ProviderLine.Refuses = true;
        stage.ProviderLine.Reset();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AgentLost), await stage.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_SilentForGood_EndsTheSessionAsLostWithinItsLimit(string connector)
    {
        await using var stage = await SessionStage.TalkAsync(connector);

        stage.ProviderLine.StopsUp = true;
        stage.ProviderLine.StopsDown = true;

        Assert.Equal(SessionEnd.For(SessionEndReasons.AgentLost), await stage.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Provider_GoneBeforeTheFirstWord_IsTriedAgain(string connector)
    {
        await using var stage = await SessionStage.StartAsync(connector);
        stage.ProviderLine.Refuses = true;
        await stage.BeginAsync();
        stage.Come();
        await stage.WaitAsync<SessionEvent.Reconnecting>();

        stage.ProviderLine.Refuses = false;
        await stage.WaitAsync<SessionEvent.AgentReady>();
        await stage.TakeFarSideAsync();

        await stage.Talk.AnswerAsync(700);
        Assert.False((await stage.Sessions.FindAsync(stage.Specification.Id, TestContext.Current.CancellationToken))!.IsReconnecting);
    }
}
