using Connectors.Core.Sessions;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using static Connectors.Rtc.Tests.Sandbox.Playground.PageStage;

namespace Connectors.Rtc.Tests.Sandbox.Playground;

/// <summary>One session's token in several tabs, and tabs that go away: the token is all that tells a page.</summary>
public sealed class TabTests(RtcFixture rtc)
{
    private const string IsConnected = "document.getElementById('state').textContent === 'CONNECTED'";

    private static readonly AgentReply Reply = new() { Text = "I hear you." };

    [Fact]
    public async Task Reload_OfThePage_ComesBackToTheSameSession()
    {
        await using var stage = await StartAsync(rtc, Reply);
        var page = await stage.TalkAsync();
        var id = (await page.EvaluateAsync("playground.talk.sessionId"))!.GetValue<string>();

        await page.ReloadAsync();
        await page.ClickAsync("#start");
        await page.WaitAsync(Told("session.stream_ready"));
        await page.WaitAsync(IsConnected);

        Assert.Equal(id, (await page.EvaluateAsync("playground.talk.sessionId"))!.GetValue<string>());
        Assert.Equal(SessionState.Live, (await stage.SessionAsync()).State);
        Assert.Single(stage.World.LiveAvatar.Sessions);
    }

    [Fact]
    public async Task SecondTab_ThrowsTheFirstOut_AndTheSessionGoesOn()
    {
        await using var stage = await StartAsync(rtc, Reply);
        var first = await stage.TalkAsync();
        var token = (await first.EvaluateAsync("sessionStorage.getItem('session-token')"))!.GetValue<string>();
        var stops = stage.World.LiveAvatar.Calls.Count(call => call.EndsWith("/stop", StringComparison.Ordinal));

        var second = await stage.Browser.OpenAsync(new(stage.World.Site.Address, $"#token={token}"));
        await second.ClickAsync("#start");
        await second.WaitAsync(Told("session.stream_ready"));
        await first.WaitAsync(Told("session.disconnected", "d === 'UNKNOWN_REASON'"));
        // The first tab has posted its stop by now; it is considered for a second and more.
        await second.EvaluateAsync("new Promise(done => setTimeout(done, 3000))");

        await second.WaitAsync(IsConnected);
        Assert.Equal(SessionState.Live, (await stage.SessionAsync()).State);
        Assert.Equal(stops, stage.World.LiveAvatar.Calls.Count(call => call.EndsWith("/stop", StringComparison.Ordinal)));
        await second.ClickAsync("#stop");
        Assert.Equal(SessionEndReasons.StoppedByUser, (await stage.EndAsync()).Reason);
    }

    [Fact]
    public async Task ClosedPage_EndsItsSession_FromTheRoomAlone()
    {
        await using var stage = await StartAsync(rtc, Reply);
        var page = await stage.TalkAsync();

        await page.CloseAsync();

        Assert.Equal(SessionEndReasons.UserLeft, (await stage.EndAsync()).Reason);
    }

    [Fact]
    public async Task Backend_StopsTheSession_ThePageSeesItAsTheServers()
    {
        await using var stage = await StartAsync(rtc, Reply);
        var page = await stage.TalkAsync();

        await stage.StopAsync();

        await page.WaitAsync(Told("session.stopped", "d.stop_reason === 'USER_CLOSED'"));
        await page.WaitAsync(Told("session.disconnected", "d === 'SERVER_INITIATED'"));
    }

    [Fact]
    public async Task Start_ThatLiveAvatarRefuses_ShowsItsWords()
    {
        await using var stage = await StartAsync(rtc, Reply);
        stage.World.LiveAvatar.Switches.Credits = 0;
        var page = await stage.Browser.OpenAsync(stage.World.Site.Address);

        await page.ClickAsync("#start");

        await page.WaitAsync("document.getElementById('problem').textContent.includes('Insufficient credits')");
        await page.WaitAsync(Told("error", "d.errorCode === 4024 && d.status === 400"));
    }
}
