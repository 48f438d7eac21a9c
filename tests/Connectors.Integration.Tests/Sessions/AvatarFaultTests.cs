using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>The avatar's socket broken in the middle of whole sessions.</summary>
public sealed class AvatarFaultTests
{
    [Fact]
    public async Task Avatar_ResetBetweenTurns_TheConversationGoesOn()
    {
        await using var stage = await SessionStage.TalkAsync();
        await stage.Talk.AnswerAsync(400);

        var before = stage.Now;
        stage.AvatarLine.Reset();
        await stage.ReconnectedAsync(SessionPart.Avatar, before);

        await stage.Talk.AskAsync("Are you still there?");
        await stage.Talk.AnswerAsync(700);
    }

    [Fact]
    public async Task Avatar_ResetDuringATurn_TheTurnIsTakenUpWhereItWasHeard()
    {
        await using var stage = await SessionStage.TalkAsync();
        var before = stage.Now;
        await stage.FarSide.SpeakAsync(stage.Talk.Tone(400, 2));
        await stage.WaitAsync<SessionEvent.AvatarSpeechStarted>(before);

        stage.AvatarLine.Reset();
        await stage.ReconnectedAsync(SessionPart.Avatar, before);
        var ended = await stage.WaitAsync<SessionEvent.TurnEnded>(before);

        Assert.False(((SessionEvent.TurnEnded)ended.Event).Figures.WasInterrupted);
        Assert.InRange(stage.Talk.Heard(400), 1.8, 2.5);
        await stage.Talk.AnswerAsync(700);
    }

    [Fact]
    public async Task Avatar_ThatStopsReadingDuringATurn_IsReplacedAndTheTurnTakenUp()
    {
        await using var stage = await SessionStage.TalkAsync();
        stage.AvatarLine.Freeze();
        var before = stage.Now;
        await stage.FarSide.SpeakAsync(stage.Talk.Tone(400, 30));

        await stage.ReconnectedAsync(SessionPart.Avatar, before);
        await stage.WaitAsync<SessionEvent.AvatarSpeechStarted>(before);
        await stage.Talk.HearUserAsync(0.5);
        stage.Rooms.Room.Command("""{"event_type":"avatar.interrupt"}""");
        await stage.WaitAsync<SessionEvent.Interrupted>(before);

        await stage.Talk.AnswerAsync(700);
        Assert.InRange(stage.Talk.Heard(400), 0.1, 5);
    }

    [Fact]
    public async Task Avatar_ThatTellsNothingAnyMore_IsTrustedAndTheConversationGoesOn()
    {
        await using var stage = await SessionStage.TalkAsync();
        await stage.Talk.AnswerAsync(400);

        // Its pings are off (facts/liveavatar.md §2.5), so nobody can tell this from an avatar that has nothing to say.
        stage.AvatarLine.Freeze(up: false, down: true);
        await stage.Talk.AnswerAsync(700);
        await stage.Talk.AnswerAsync(900);
    }

    [Fact]
    public async Task Avatar_GoneForGood_EndsTheSessionAsLost()
    {
        await using var stage = await SessionStage.TalkAsync();
        stage.AvatarLine.Refuses = true;
        stage.AvatarLine.Reset();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AvatarLost), await stage.EndAsync());
    }

    [Fact]
    public async Task Avatar_SilentForGood_EndsTheSessionAsLostWithinItsLimit()
    {
        await using var stage = await SessionStage.TalkAsync();
        stage.AvatarLine.StopsUp = true;
        stage.AvatarLine.StopsDown = true;
        await stage.FarSide.SpeakAsync(stage.Talk.Tone(400, 30));

        Assert.Equal(SessionEnd.For(SessionEndReasons.AvatarLost), await stage.EndAsync());
    }

    [Fact]
    public async Task Avatar_ThatNeverConnects_EndsTheSessionAsLost()
    {
        await using var stage = await SessionStage.StartAsync();
        stage.LiveAvatar.Switches.NeverConnects = true;
        await stage.BeginAsync();
        stage.Come();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AvatarLost), await stage.EndAsync());
    }
}
