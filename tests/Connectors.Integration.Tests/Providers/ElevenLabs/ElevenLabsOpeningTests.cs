using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Providers.ElevenLabs;

public sealed class ElevenLabsOpeningTests
{
    private static readonly AgentConnectionOptions Reconnected = new()
    {
        Greeting = AgentGreeting.None,
        History = [new(Speaker.User, "my name is Ada"), new(Speaker.Agent, "hello Ada")],
    };

    [Fact]
    public async Task Preparation_OfAnAgent_HoldsASignedUrlForFifteenMinutes()
    {
        await using var stage = await ElevenLabsStage.StartAsync();
        var before = TimeProvider.System.GetUtcNow();

        var preparation = await stage.Connector.PrepareAsync(
            stage.Setup(new { branchId = "branch 1", environment = "test" }), TestContext.Current.CancellationToken);

        Assert.Null(preparation.Failure);
        Assert.InRange(preparation.ExpiresAt!.Value, before + TimeSpan.FromMinutes(13), before + TimeSpan.FromMinutes(15));
        Assert.Contains(
            "GET /v1/convai/conversation/get-signed-url?agent_id=agent_sandbox&branch_id=branch%201&environment=test",
            stage.Sandbox.Requests);
    }

    [Fact]
    public async Task SignedUrl_OfAPublicAgent_IsUsedAllTheSame()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with { IsPublic = true });
        await using var ending = stage;

        await stage.Listener.WaitAsync<AgentEvent.Ready>();

        Assert.Contains(stage.Sandbox.Requests, request => request.Contains("conversation_signature=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task SignedUrl_ThatIsUsedUpOrTooOld_IsRefusedAndWorthAnotherPreparation(bool singleUse, bool isOld)
    {
        await using var stage = await ElevenLabsStage.StartAsync(ElevenLabsStage.Talker with
        {
            SingleUseSignedUrls = singleUse,
            SignedUrlLifetime = isOld ? TimeSpan.Zero : TimeSpan.FromMinutes(15),
        });
        var preparation = await stage.Connector.PrepareAsync(stage.Setup(), TestContext.Current.CancellationToken);
        if (singleUse)
        {
            var first = new RecordingAgentListener();
            stage.Begin(preparation, listener: first);
            await first.WaitAsync<AgentEvent.Ready>();
        }

        stage.Begin(preparation);
        var closed = await stage.ClosedAsync();

        Assert.Equal((CloseKind.Unauthorized, true), (closed.Kind, closed.Retryable));
        Assert.DoesNotContain("cvtkn", closed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pcm_8000", "pcm_48000")]
    [InlineData("pcm_44100", "pcm_22050")]
    [InlineData("ulaw_8000", "ulaw_8000")]
    [InlineData("pcm_16000", "pcm_24000")]
    public async Task Formats_OfTheMetadata_AreTheConversations(string input, string output)
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with { InputFormat = input, OutputFormat = output });
        await using var ending = stage;

        var ready = await stage.Listener.WaitAsync<AgentEvent.Ready>();

        Assert.Equal((input, output), (ready.InputFormat.ToString(), ready.OutputFormat.ToString()));
        Assert.Equal((await stage.Conversation).Id, ready.ConversationId);
    }

    [Theory]
    [InlineData("opus_48000", "pcm_16000")]
    [InlineData("pcm_16000", "mp3_44100_128")]
    public async Task Formats_ThatAreNotOurs_EndTheConversationAsMisconfigured(string input, string output)
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with { InputFormat = input, OutputFormat = output });
        await using var ending = stage;

        var closed = await stage.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, "unsupported-format"), (closed.Kind, closed.Code));
        Assert.Empty(stage.Listener.Events.OfType<AgentEvent.Ready>());
    }

    [Fact]
    public async Task Initiation_WithoutSettings_IsItsTypeOnly()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync();
        await using var ending = stage;

        Assert.Equal("""{"type":"conversation_initiation_client_data"}""", await InitiationAsync(stage));
    }

    [Fact]
    public async Task Initiation_WithEverySetting_HoldsWhatDiffers()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(
            options: new() { Language = "de", DynamicVariables = new Dictionary<string, object> { ["name"] = "Ada", ["age"] = 36L } },
            settings: new
            {
                voiceId = "voice_1",
                language = "fr",
                firstMessage = "Salut",
                prompt = "Be brief.",
                userId = "user_1",
                dynamicVariables = new { name = "nobody", vip = true, score = 1.5 },
            });
        await using var ending = stage;

        Assert.Equal(
            """
            {"type":"conversation_initiation_client_data","conversation_config_override":{"agent":{"first_message":"Salut",
            "language":"de","prompt":{"prompt":"Be brief."}},"tts":{"voice_id":"voice_1"}},
            "dynamic_variables":{"name":"Ada","vip":true,"score":1.5,"age":36},"user_id":"user_1"}
            """.ReplaceLineEndings(string.Empty),
            await InitiationAsync(stage));
    }

    [Fact]
    public async Task Greeting_Given_IsSaidInsteadOfTheAgents()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(options: new() { Greeting = new(GreetingMode.Text, "Good day.") });
        await using var ending = stage;

        Assert.Equal("Good day.", (await stage.Listener.WaitAsync<AgentEvent.AgentText>()).Text);
    }

    [Fact]
    public async Task Reconnected_WithTheOverrideAllowed_SuppressesTheGreetingAndTellsTheHistory()
    {
        var (stage, connection) = await ElevenLabsStage.OpenAsync(options: Reconnected);
        await using var ending = stage;
        var ready = await stage.Listener.WaitAsync<AgentEvent.Ready>();
        var context = await (await stage.Conversation).Received.WaitForAsync("contextual_update", TestContext.Current.CancellationToken);
        connection.SendUserText("go on");
        var said = await stage.Listener.WaitAsync<AgentEvent.AgentText>();

        Assert.True(ready.Capabilities.SuppressesGreeting);
        Assert.Contains("\"first_message\":\"\"", await InitiationAsync(stage), StringComparison.Ordinal);
        Assert.EndsWith("User: my name is Ada\nYou: hello Ada", context.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("One.", said.Text);
    }

    [Fact]
    public async Task Reconnected_WithTheOverrideForbidden_SaysThatTheGreetingWillCome()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with { Overrides = [] }, options: Reconnected);
        await using var ending = stage;

        Assert.False((await stage.Listener.WaitAsync<AgentEvent.Ready>()).Capabilities.SuppressesGreeting);
        Assert.Equal("Hello there.", (await stage.Listener.WaitAsync<AgentEvent.AgentText>()).Text);
        Assert.DoesNotContain("first_message", await InitiationAsync(stage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconnected_ToAnAgentThatDeclaresTheVariable_TellsTheHistoryInIt()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(
            ElevenLabsStage.Talker with { Placeholders = ["connectors_history"] }, options: Reconnected);
        await using var ending = stage;

        using var initiation = JsonDocument.Parse(await InitiationAsync(stage));
        var history = initiation.RootElement.GetProperty("dynamic_variables").GetProperty("connectors_history").GetString();
        Assert.Contains("User: my name is Ada", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WithoutTheRightToReadAgents_StillConverses()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(faults: new() { Agent = new(401, "missing_permissions") });
        await using var ending = stage;

        var ready = await stage.Listener.WaitAsync<AgentEvent.Ready>();

        Assert.False(ready.Capabilities.SuppressesGreeting);
        Assert.False(ready.Capabilities.MarksTurnEnd);
    }

    [Fact]
    public async Task Capabilities_OfAConversation_FollowTheAgentsEvents()
    {
        var (stage, _) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with { ClientEvents = ["audio", "user_transcript"] });
        await using var ending = stage;

        var can = (await stage.Listener.WaitAsync<AgentEvent.Ready>()).Capabilities;

        Assert.Equal(InterruptionSignal.None, can.InterruptionSignal);
        Assert.Equal((TranscriptKind.Final, TranscriptKind.None), (can.UserTranscript, can.AgentTranscript));
        Assert.False(can.MarksTurnEnd || can.CorrectsAgentText || can.Tools);
    }

    [Fact]
    public async Task Workspace_AtItsLimit_RefusesOrQueues()
    {
        var account = new ElevenLabsAccount { ConcurrencyLimit = 1 };
        var (stage, first) = await ElevenLabsStage.OpenAsync(ElevenLabsStage.Talker with { Account = account });
        await using var ending = stage;
        await stage.Listener.WaitAsync<AgentEvent.Ready>();
        var preparation = await stage.Connector.PrepareAsync(stage.Setup(), TestContext.Current.CancellationToken);

        var refused = new RecordingAgentListener();
        stage.Begin(preparation, listener: refused);
        var closed = await refused.WaitAsync<AgentEvent.Closed>();
        Assert.Equal((CloseKind.RateLimited, true), (closed.Kind, closed.Retryable));

        stage.Sandbox.Behaviour = stage.Sandbox.Behaviour with { QueueTimeout = TimeSpan.FromMilliseconds(50) };
        var tired = new RecordingAgentListener();
        stage.Begin(preparation, listener: tired);
        closed = await tired.WaitAsync<AgentEvent.Closed>();
        Assert.Equal((CloseKind.RateLimited, "4300"), (closed.Kind, closed.Code));
        Assert.Contains(tired.Events, e => e is AgentEvent.Warning { Code: "provider-queue" });

        stage.Sandbox.Behaviour = stage.Sandbox.Behaviour with { QueueTimeout = TimeSpan.FromSeconds(20) };
        var admitted = new RecordingAgentListener();
        stage.Begin(preparation, listener: admitted);
        await admitted.WaitAsync<AgentEvent.Warning>();
        await first.CloseAsync();
        Assert.Equal(AudioEncoding.Pcm16, (await admitted.WaitAsync<AgentEvent.Ready>()).InputFormat.Encoding);
    }

    private static async Task<string> InitiationAsync(ElevenLabsStage stage)
    {
        var conversation = await stage.Conversation;
        var message = await conversation.Received.WaitForAsync(
            "conversation_initiation_client_data", TestContext.Current.CancellationToken);
        return message.GetRawText();
    }
}
