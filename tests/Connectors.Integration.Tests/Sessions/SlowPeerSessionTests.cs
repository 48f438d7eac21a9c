using Connectors.Core.Sessions;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>
/// Peers that are ten times slower than real time: nothing piles up, what is lost is told, the other directions don't notice.
/// </summary>
public sealed class SlowPeerSessionTests
{
    // PCM at 16 kHz as base64 in JSON, a tenth of it.
    private const int TenthOfUserAudio = 32_000 * 4 / 3 / 10;

    // Likewise of what the avatar is sent, at 24 kHz.
    private const int TenthOfAvatarAudio = 48_000 * 4 / 3 / 10;

    [Fact]
    public async Task Provider_ThatReadsSlowly_LosesTheUsersAudioInsteadOfDelayingIt()
    {
        await using var stage = await SessionStage.StartAsync(isPatient: true);
        await stage.BeginAsync();
        await stage.MeetAsync();
        var before = stage.Now;

        stage.ProviderLine.RateUp = TenthOfUserAudio;
        await stage.Talk.AnswerAsync(400);
        var dropped = await stage.WaitAsync<SessionEvent.AudioDropped>(before, lost => lost.Where == AudioLoss.ProviderQueue);
        await stage.Talk.AnswerAsync(700);

        Assert.True(((SessionEvent.AudioDropped)dropped.Event).Lost > TimeSpan.FromSeconds(0.5));

        // What was under way is no more than the socket's and the relay's buffers and the second that we keep.
        stage.ProviderLine.RateUp = 0;
        Assert.InRange(4 - await stage.Talk.TimeOfUserAsync(4), 0, 3);
    }

    [Fact]
    public async Task Provider_ThatWritesSlowly_IsHeardAsItComesAndTheUserAsAlways()
    {
        await using var stage = await SessionStage.StartAsync(isPatient: true);
        await stage.BeginAsync();
        await stage.MeetAsync();
        var before = stage.Now;

        stage.ProviderLine.RateDown = TenthOfUserAudio;
        await stage.FarSide.SpeakAsync(stage.Talk.Tone(400, 0.3));
        await stage.Talk.HearUserAsync(1);
        await stage.WaitAsync<SessionEvent.TurnEnded>(before);

        stage.ProviderLine.RateDown = 0;
        await stage.Talk.AnswerAsync(700);
        Assert.InRange(stage.Talk.Heard(400), 0.15, 0.35);
    }

    [Fact]
    public async Task Avatar_ThatReadsSlowly_HoldsUpNobodyElse()
    {
        await using var stage = await SessionStage.StartAsync(isPatient: true);
        await stage.BeginAsync();
        await stage.MeetAsync();
        var before = stage.Now;

        stage.AvatarLine.RateUp = TenthOfAvatarAudio;
        await stage.FarSide.SpeakAsync(stage.Talk.Tone(400, 20));
        await stage.Talk.HearUserAsync(2);
        stage.Rooms.Room.Command("""{"event_type":"avatar.interrupt"}""");
        await stage.WaitAsync<SessionEvent.Interrupted>(before);

        stage.AvatarLine.RateUp = 0;
        await stage.Talk.AnswerAsync(700);
    }
}
