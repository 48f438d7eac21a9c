using Connectors.Core.Sessions;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.Agents;
using static Connectors.Rtc.Tests.Sandbox.Playground.PageStage;

namespace Connectors.Rtc.Tests.Sandbox.Playground;

/// <summary>What a page may say to the agent by <c>ElevenLabsAgentSession</c>, and what by <c>LiveAvatarSession</c>.</summary>
public sealed class AgentCommandTests(RtcFixture rtc)
{
    private static readonly AgentReply Tooled = new()
    {
        Text = "It is {tool}.",
        Tool = new("get_weather", """{"city":"Bern"}"""),
    };

    [Fact]
    public async Task Page_WritesContextActivityAndToolResult_ReachTheAgent()
    {
        await using var stage = await StartAsync(rtc, Tooled);
        var page = await stage.TalkAsync(prepare: silent => silent.CheckAsync("#microphone", false));
        await page.WaitAsync(Told("avatar.transcription", "d.text === 'Hello.'"));

        await page.FillAsync("#text", "The user opened the cart.");
        await page.ClickAsync("#context");
        await page.ClickAsync("#activity");
        await page.FillAsync("#text", "How is the weather?");
        await page.ClickAsync("#send");

        Assert.Equal("The user opened the cart.", (await stage.AgentReceivedAsync("contextual_update")).GetProperty("text").GetString());
        await stage.AgentReceivedAsync("user_activity");
        Assert.Equal("How is the weather?", (await stage.AgentReceivedAsync("user_message")).GetProperty("text").GetString());
        await page.WaitAsync(Told("elevenlabs_agent_event", "d.elevenlabs_event_type === 'client_tool_call'"));
        await page.FillAsync("#tools input", "18 degrees");
        await page.ClickAsync("#tools button");
        Assert.Equal("18 degrees", (await stage.AgentReceivedAsync("client_tool_result")).GetProperty("result").GetString());
        await page.WaitAsync(Told("avatar.transcription", "d.text === 'It is 18 degrees.'"));
    }

    [Fact]
    public async Task Page_WritesByLiveAvatarSession_ReachesTheAgentToo()
    {
        await using var stage = await StartAsync(rtc, new AgentReply { Text = "Yes." });
        var page = await stage.TalkAsync("LiveAvatarSession", silent => silent.CheckAsync("#microphone", false));
        await page.WaitAsync(Told("avatar.transcription", "d.text === 'Hello.'"));

        await page.FillAsync("#text", "Are you there?");
        await page.ClickAsync("#send");

        Assert.Equal("Are you there?", (await stage.AgentReceivedAsync("user_message")).GetProperty("text").GetString());
        await page.WaitAsync(Told("avatar.transcription", "d.text === 'Yes.'"));
    }

    [Fact]
    public async Task PushToTalk_OpensTheMicrophoneWhileItIsHeld()
    {
        await using var stage = await StartAsync(rtc, new AgentReply { Text = "Yes." });
        var page = await stage.TalkAsync(prepare: held => held.CheckAsync("#pushToTalk", true));
        await page.WaitAsync(Told("avatar.speak_ended"));

        await page.HoldAsync("#push", true);
        await page.WaitAsync(Told("voice.UNMUTED"));
        await page.HoldAsync("#push", false);

        await page.WaitAsync("playground.log.entries.findLast(e => e.name.startsWith('voice.')).name === 'voice.MUTED'");
    }

    [Fact]
    public async Task Agent_HangsUp_ThePageIsToldWhy()
    {
        await using var stage = await StartAsync(rtc, new AgentReply { Text = "Good bye.", HangUp = true });
        var page = await stage.TalkAsync();

        await page.WaitAsync(Told("session.stopped", "d.stop_reason === 'AGENT_HANG_UP'"));

        await page.WaitAsync(Told("session.disconnected", "d === 'SERVER_INITIATED'"));
        Assert.Equal(SessionEndReasons.AgentHungUp, (await stage.EndAsync()).Reason);
    }
}
