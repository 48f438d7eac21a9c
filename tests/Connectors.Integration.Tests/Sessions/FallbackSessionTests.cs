using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>An agent that fails for good is replaced by another provider's in the middle of the conversation.</summary>
public sealed class FallbackSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("elevenlabs", 1008, "openai-realtime", "My name is Anna.")]
    [InlineData("openai-realtime", 3000, "gemini-live", "My name is Anna.")]
    [InlineData("openai-realtime", 1008, "elevenlabs", "Are you still there?")]
    [InlineData("elevenlabs", 3000, "deepgram", "Are you still there?")]
    [InlineData("openai-realtime", 3000, "custom", "Are you still there?")]
    [InlineData("custom", 4401, "openai-realtime", "My name is Anna.")]
    public async Task Provider_FailsForGood_AnotherOneGoesOnWithTheConversation(
        string connector, int status, string other, string firstText)
    {
        await using var fallback = ConnectorCases.Create(other);
        await fallback.StartAsync();
        await using var stage = await TalkAsync(connector, other, fallback);
        await stage.Talk.AskAsync("My name is Anna.");
        await stage.Talk.AnswerAsync(400);

        var before = stage.Now;
        await stage.FarSide.CloseAsync(status);
        await stage.WaitAsync<SessionEvent.Warning>(before, static warning => warning.Code == "agent-replaced");
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await stage.TakeFarSideAsync(other, fallback);

        // Where what was said is replayed it comes before what is new.
        var asked = stage.Now;
        stage.Rooms.Room.Command("""{"event_type":"avatar.speak_response","text":"Are you still there?"}""");
        var told = stage.FarSide.UserTextAsync().WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(firstText, await told);

        // Only its reply tells that the new text is there too; coming into the answer it would interrupt that.
        await stage.WaitAsync<SessionEvent.AgentSaid>(asked, static said => said.Text == "ok");
        await stage.Talk.AnswerAsync(700);
    }

    [Theory]
    [InlineData("elevenlabs", 1008, "cartesia-managed")]
    [InlineData("custom", 4404, "cartesia-line")]
    public async Task Provider_FailsForGood_OneThatTakesNoTextsGoesOn(string connector, int status, string other)
    {
        await using var fallback = ConnectorCases.Create(other);
        await fallback.StartAsync();
        await using var stage = await TalkAsync(connector, other, fallback);
        await stage.Talk.AskAsync("My name is Anna.");
        await stage.Talk.AnswerAsync(400);

        var before = stage.Now;
        await stage.FarSide.CloseAsync(status);
        await stage.WaitAsync<SessionEvent.Warning>(before, static warning => warning.Code == "agent-replaced");
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await stage.TakeFarSideAsync(other, fallback);

        await stage.Talk.SpeakAsync(fallback);
        await stage.Talk.AnswerAsync(700);
    }

    [Fact]
    public async Task AgentThatFails_IsReplacedByAnother_AlsoWhereTheReasonIsAnErrorOfItsOwn()
    {
        await using var fallback = ConnectorCases.Create("openai-realtime");
        await fallback.StartAsync();
        await using var stage = await TalkAsync("cartesia-managed", "openai-realtime", fallback);
        await stage.Talk.SpeakAsync();
        await stage.Talk.AnswerAsync(400);

        var before = stage.Now;
        await stage.FarSide.SendTextAsync("""{"type":"error","code":"quota_exceeded","message":"no credit","fatal":true}""");
        await stage.WaitAsync<SessionEvent.Warning>(before, static warning => warning.Code == "agent-replaced");
        await stage.ReconnectedAsync(SessionPart.Agent, before);
        await stage.TakeFarSideAsync("openai-realtime", fallback);

        await stage.Talk.AnswerAsync(700);
    }

    [Fact]
    public async Task Provider_ThatRefusesTheFirstConversation_IsReplacedBeforeTheFirstWord()
    {
        await using var fallback = ConnectorCases.Create("openai-realtime");
        await fallback.StartAsync();
        await using var stage = await StartAsync("elevenlabs", "openai-realtime", fallback);
        stage.Case.Refuse();
        await stage.BeginAsync();
        stage.Come();
        await stage.WaitAsync<SessionEvent.AgentReady>();
        await stage.TakeFarSideAsync("openai-realtime", fallback);
        await stage.Talk.AnswerAsync(700);
    }

    private static async Task<SessionStage> TalkAsync(string connector, string other, ConnectorCase fallback)
    {
        var stage = await StartAsync(connector, other, fallback);
        await stage.BeginAsync();
        await stage.MeetAsync();
        return stage;
    }

    private static async Task<SessionStage> StartAsync(string connector, string other, ConnectorCase fallback)
    {
        var stage = await SessionStage.StartAsync(connector);
        stage.Specification = stage.Specification with { Fallback = new("voice-agent", "credential", other, fallback.Setup, null) };
        return stage;
    }
}
