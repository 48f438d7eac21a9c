using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers.Cartesia.Managed;
using Connectors.Integration.Tests.Providers.CustomAgent;
using Connectors.Integration.Tests.Providers.Deepgram;
using Connectors.Integration.Tests.Providers.Gemini;
using Connectors.Integration.Tests.Providers.OpenAI;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Conversations that their provider keeps go on over another connection, by its token, or from the transcript.</summary>
public sealed class ResumeTests
{
    private const string Connector = "gemini-live";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Provider_ThatGoesAway_IsLeftBetweenTurnsAndNobodyNotices(bool endsOldOnResume)
    {
        await using var stage = await SessionStage.TalkAsync(Connector);
        var sandbox = SandboxOf(stage);
        sandbox.Switches = sandbox.Switches with { EndsOldOnResume = endsOldOnResume };
        await TellAsync(stage, "My name is Ada.");
        await stage.Talk.AnswerAsync(400);

        var before = stage.Now;
        SessionOf(sandbox).GoAway(TimeSpan.FromSeconds(30));
        await stage.WaitAsync<SessionEvent.AgentReady>(before);
        await stage.TakeFarSideAsync();
        await stage.Talk.AnswerAsync(700);

        Assert.True(SessionOf(sandbox).IsResumed);
        Assert.Contains("user: My name is Ada.", MemoryOf(sandbox));
        Assert.Equal(2, sandbox.Sockets.Count);
        Assert.DoesNotContain(stage.Watch.Entries, static entry => entry.Event is SessionEvent.Reconnecting);
    }

    [Fact]
    public async Task Provider_ThatIsLost_GoesOnWithTheConversationThatItKept()
    {
        await using var stage = await SessionStage.TalkAsync(Connector);
        await TellAsync(stage, "My name is Ada.");

        await LoseAndAnswerAsync(stage);

        var sandbox = SandboxOf(stage);
        Assert.True(SessionOf(sandbox).IsResumed);
        Assert.Contains("user: My name is Ada.", MemoryOf(sandbox));
    }

    [Theory]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1011)]
    public async Task Provider_ThatRefusesItsToken_GoesOnFromTheTranscript(int status)
    {
        await using var stage = await SessionStage.TalkAsync(Connector);
        var sandbox = SandboxOf(stage);
        sandbox.Switches = sandbox.Switches with { RefuseHandlesWith = new(status, "Request contains an invalid argument.") };
        await TellAsync(stage, "My name is Ada.");

        await LoseAsync(stage);
        await GeminiTalk.UntilAsync(() => MemoryOf(sandbox).Count > 0);

        Assert.False(SessionOf(sandbox).IsResumed);
        Assert.Contains("user: My name is Ada.", MemoryOf(sandbox));
        Assert.Equal(3, sandbox.Sockets.Count);
    }

    [Fact]
    public async Task Deepgram_ThatIsLost_GoesOnWithWhatWasSaid()
    {
        await using var stage = await SessionStage.TalkAsync("deepgram");
        var sandbox = ((DeepgramCase)stage.Case).Sandbox;
        await AskAsync(stage, "My name is Ada.");

        await LoseAndAnswerAsync(stage);

        Assert.Equal(["user: My name is Ada.", "assistant: ok"], sandbox.Sockets[^1].Session.Memory);
    }

    [Fact]
    public async Task OpenAI_ThatIsLost_GoesOnWithWhatWasSaid()
    {
        await using var stage = await SessionStage.TalkAsync("openai-realtime");
        var sandbox = ((OpenAICase)stage.Case).Sandbox;
        await AskAsync(stage, "My name is Ada.");

        await LoseAndAnswerAsync(stage);

        Assert.Equal(2, sandbox.Sockets.Count);
        Assert.Equal(["user: My name is Ada.", "assistant: ok"], sandbox.Sockets[^1].Session.Memory);
    }

    [Fact]
    public async Task CartesiaManaged_ThatIsLost_IsToldWhatWasSaid()
    {
        await using var stage = await SessionStage.TalkAsync("cartesia-managed");
        var sandbox = ((ManagedCase)stage.Case).Sandbox;
        var asked = stage.Now;
        await stage.Talk.SpeakAsync();
        await stage.WaitAsync<SessionEvent.AgentSaid>(asked, static said => said.Kind == AgentTextKind.Full);

        await LoseAndAnswerAsync(stage);

        Assert.EndsWith(
            "User: The first thing I say.\nYou: ok",
            (string?)sandbox.Sockets[^1].Session.Create!["dynamic_variables"]!["connectors_history"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", true, false)]
    [InlineData("token", false, true)]
    [InlineData("replay", false, false)]
    public async Task CustomAgent_ThatIsLost_GoesOnAsItSays(string resume, bool isResumed, bool forgets)
    {
        await using var stage = await SessionStage.StartAsync("custom");
        var sandbox = ((CustomAgentCase)stage.Case).Sandbox;
        sandbox.Switches = sandbox.Switches with { Resume = resume };
        await stage.BeginAsync();
        await stage.MeetAsync();
        await AskAsync(stage, "My name is Ada.");

        sandbox.Switches = sandbox.Switches with { ForgetsTokens = forgets };
        await LoseAsync(stage);

        Assert.Equal(isResumed, sandbox.Talks[^1].Talk.IsResumed);
        Assert.Equal(["user: My name is Ada.", "agent: ok"], sandbox.Talks[^1].Talk.Memory);
        Assert.Equal(forgets ? 3 : 2, sandbox.Talks.Count);
    }

    private static GeminiSandbox SandboxOf(SessionStage stage) => ((GeminiCase)stage.Case).Sandbox;

    private static LiveSession SessionOf(GeminiSandbox sandbox) => sandbox.Sockets[^1].Session;

    private static IReadOnlyList<string> MemoryOf(GeminiSandbox sandbox)
    {
        var session = SessionOf(sandbox);
        lock (session.Sync)
        {
            return [.. session.Memory];
        }
    }

    // Until the agent has answered it.
    private static async Task AskAsync(SessionStage stage, string text)
    {
        var asked = stage.Now;
        await stage.Talk.AskAsync(text);
        await stage.WaitAsync<SessionEvent.AgentSaid>(asked, static said => said.Kind == AgentTextKind.Full);
    }

    private static async Task LoseAsync(SessionStage stage)
    {
        var before = stage.Now;
        stage.ProviderLine.Reset();
        await stage.ReconnectedAsync(SessionPart.Agent, before);
    }

    private static async Task LoseAndAnswerAsync(SessionStage stage)
    {
        await LoseAsync(stage);
        await stage.TakeFarSideAsync();
        await stage.Talk.AnswerAsync(700);
    }

    // Until the provider has answered it, and told a token by which it is remembered.
    private static async Task TellAsync(SessionStage stage, string text)
    {
        var before = stage.Now;
        await stage.Talk.AskAsync(text);
        await stage.WaitAsync<SessionEvent.AgentSaid>(before);
        await GeminiTalk.UntilAsync(() => SandboxOf(stage).Kept.Handles.Count == 2);
    }
}
