using Connectors.Core.Sessions;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using static Connectors.Rtc.Tests.Sandbox.Playground.PageStage;

namespace Connectors.Rtc.Tests.Sandbox.Playground;

/// <summary>The unmodified web SDK in a real browser, its <c>apiUrl</c> set to us: what a company sees that moves over.</summary>
public sealed class TalkTests(RtcFixture rtc)
{
    private const string Long =
        "This answer is long enough to be interrupted by somebody who does not want to hear all of it, as people do.";

    [Theory]
    [InlineData("LiveAvatarSession")]
    [InlineData("ElevenLabsAgentSession")]
    public async Task User_Speaks_IsHeardAndAnswered(string kind)
    {
        await using var stage = await StartAsync(rtc, new AgentReply { Text = "I hear you." });
        var page = await stage.TalkAsync(kind);

        await page.WaitAsync(Told("avatar.transcription", "d.text === 'Hello.'"));
        await page.WaitAsync("playground.meter.peakSince(0) > 0.02");
        await page.WaitAsync(Told("user.transcription", $"d.text === '{Heard}' && d.session_id === playground.talk.sessionId"));
        await page.WaitAsync(Told("avatar.transcription", "d.text === 'I hear you.'"));
        await page.WaitAsync(Told("avatar.speak_ended"));
        Assert.True((await page.EvaluateAsync("document.getElementById('avatar').videoWidth > 0"))!.GetValue<bool>());

        await page.ClickAsync("#stop");
        await page.WaitAsync(Told("session.disconnected", "d === 'CLIENT_INITIATED'"));
        Assert.Equal(SessionEndReasons.StoppedByUser, (await stage.EndAsync()).Reason);
    }

    [Fact]
    public async Task Interrupt_WhileTheAvatarSpeaks_IsSilence()
    {
        await using var stage = await StartAsync(rtc, new AgentReply { Text = Long });
        var page = await stage.TalkAsync();
        await page.WaitAsync(Told("avatar.transcription", $"d.text === '{Long}'"));
        await page.WaitAsync("playground.meter.peakSince(performance.now() - 300) > 0.02");

        await page.ClickAsync("#interrupt");

        await page.WaitAsync("playground.meter.levels.length > 50 && playground.meter.peakSince(performance.now() - 800) < 0.005", 5);
    }
}
