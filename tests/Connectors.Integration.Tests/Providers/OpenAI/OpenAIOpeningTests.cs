using Connectors.Audio;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.OpenAI;

public sealed class OpenAIOpeningTests
{
    [Fact]
    public async Task Open_WithAGoodKey_IsReadyWith24KilohertzBothWays()
    {
        await using var talk = await OpenAITalk.StartAsync();

        var ready = await talk.NextAsync<AgentEvent.Ready>();

        Assert.Equal(AudioFormat.Pcm16(24_000), ready.InputFormat);
        Assert.Equal(AudioFormat.Pcm16(24_000), ready.OutputFormat);
        Assert.Equal(talk.Peer.Session.Config.Session["id"]!.GetValue<string>(), ready.ConversationId);
        Assert.IsType<AgentEvent.Ready>(talk.Seen[0]);
        Assert.Equal(["session.update"], talk.Sent);
    }

    [Fact]
    public async Task Open_WithUnknownAndUnreadableMessagesFirst_TellsReadyFirst()
    {
        await using var talk = await OpenAITalk.StartAsync(OpenAITalk.Quick with { SendsUnknownEvents = true, IsUnreadableAtStart = true });

        await talk.NextAsync<AgentEvent.Ready>();

        Assert.IsType<AgentEvent.Ready>(talk.Seen[0]);
        Assert.Equal("malformed-message", (await talk.NextAsync<AgentEvent.Warning>()).Code);
    }

    [Fact]
    public async Task Open_WithSettings_MakesThemTheSession()
    {
        await using var talk = await OpenAITalk.OpenAsync(settings: """
            {
              "voice": "marin", "instructions": "Be kind to {{name}}.", "speed": 1.25, "noiseReduction": "far_field",
              "maxOutputTokens": 500,
              "transcription": {"model": "whisper-1", "prompt": "names"},
              "turnDetection": {"type": "semantic_vad", "eagerness": "high", "createResponse": false},
              "tools": [{"name": "look", "description": "Looks.", "parameters": {"type": "object"}}]
            }
            """, options: new() { Language = "de", DynamicVariables = new Dictionary<string, object> { ["name"] = "Ada" } });

        var session = talk.Peer.Session.Config.Session;

        Assert.Equal("Be kind to Ada.", (string?)session["instructions"]);
        Assert.Equal(
            """{"format":{"type":"audio/pcm","rate":24000},"voice":"marin","speed":1.25}""",
            session["audio"]!["output"]!.ToJsonString());
        Assert.Equal(
            """{"model":"whisper-1","language":"de","prompt":"names"}""", session["audio"]!["input"]!["transcription"]!.ToJsonString());
        Assert.Equal("far_field", (string?)session["audio"]!["input"]!["noise_reduction"]!["type"]);
        Assert.Equal(
            """{"type":"semantic_vad","eagerness":"high","create_response":false,"interrupt_response":true}""",
            session["audio"]!["input"]!["turn_detection"]!.ToJsonString());
        Assert.Equal("look", (string?)session["tools"]![0]!["name"]);
        Assert.Equal(500, (int?)session["max_output_tokens"]);
    }

    [Theory]
    [InlineData(401, CloseKind.Unauthorized, false)]
    [InlineData(403, CloseKind.Unauthorized, false)]
    [InlineData(404, CloseKind.Misconfigured, false)]
    [InlineData(429, CloseKind.RateLimited, true)]
    [InlineData(400, CloseKind.Misconfigured, false)]
    [InlineData(503, CloseKind.ProviderError, true)]
    public async Task Open_RefusedAtTheUpgrade_EndsWithWhatTheStatusMeans(int status, CloseKind kind, bool retryable)
    {
        await using var talk = await OpenAITalk.StartAsync(OpenAITalk.Quick with { RefuseWith = status });

        var closed = await talk.ClosedAsync();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
        Assert.Equal(SendResult.NotOpen, talk.Connection.SendAudio(new byte[960]));
        Assert.Equal(SendResult.NotOpen, talk.Connection.SendUserText("Hello?"));
    }

    [Fact]
    public async Task Open_WithAWrongKey_IsUnauthorized()
    {
        await using var talk = await OpenAITalk.StartAsync(key: "another-key");

        Assert.Equal(CloseKind.Unauthorized, (await talk.ClosedAsync()).Kind);
    }

    [Theory]
    [InlineData("""{"voice": "robot"}""")]
    [InlineData("""{"vioce": "alloy"}""")]
    [InlineData("""{"model": 7}""")]
    public async Task Open_WithSettingsThatAreWrong_EndsMisconfiguredWithoutASocket(string settings)
    {
        await using var talk = await OpenAITalk.StartAsync(settings: settings);

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, false), (closed.Kind, closed.Retryable));
        Assert.Empty(talk.Sandbox.Sockets);
    }

    [Fact]
    public async Task Open_WithSettingsThatOpenAIRefuses_EndsMisconfiguredAndNamesTheParameter()
    {
        // LiveAvatar's list has this voice, OpenAI's realtime sessions don't.
        await using var talk = await OpenAITalk.StartAsync(settings: """{"voice": "nova"}""");

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, "invalid_value"), (closed.Kind, closed.Code));
        Assert.Contains("session.audio.output.voice", closed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("insufficient_quota", CloseKind.QuotaExceeded, false)]
    [InlineData("billing_hard_limit_reached", CloseKind.QuotaExceeded, false)]
    [InlineData("invalid_api_key", CloseKind.Unauthorized, false)]
    [InlineData("account_deactivated", CloseKind.Unauthorized, false)]
    [InlineData("model_not_found", CloseKind.Misconfigured, false)]
    [InlineData("rate_limit_exceeded", CloseKind.RateLimited, true)]
    public async Task Open_WithAFatalErrorAtTheStart_EndsByItsCode(string code, CloseKind kind, bool retryable)
    {
        await using var talk = await OpenAITalk.StartAsync(OpenAITalk.Quick with { ErrorAtStart = code });

        var closed = await talk.ClosedAsync();

        Assert.Equal((kind, retryable, code), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Fact]
    public async Task Open_WhereNothingIsSaid_TimesOut()
    {
        await using var talk = await OpenAITalk.StartAsync(
            OpenAITalk.Quick with { IsSilent = true }, options: new() { OpenTimeout = TimeSpan.FromMilliseconds(300) });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Network, true, "open-timeout"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Fact]
    public async Task Open_WhereTheSessionHasAnotherVoice_Warns()
    {
        await using var talk = await OpenAITalk.OpenAsync(
            OpenAITalk.Quick with { ForcedSession = """{"audio": {"output": {"voice": "cedar"}}}""" });

        Assert.Equal("session-differs", (await talk.NextAsync<AgentEvent.Warning>()).Code);
    }

    [Fact]
    public async Task Open_WhereTheSessionHasAnotherFormat_EndsInsteadOfMakingNoise()
    {
        await using var talk = await OpenAITalk.StartAsync(
            OpenAITalk.Quick with { ForcedSession = """{"audio": {"output": {"format": {"type": "audio/pcmu"}}}}""" });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, "audio-format"), (closed.Kind, closed.Code));
    }

    [Theory]
    [InlineData(GreetingMode.AsConfigured, "Welcome, says the model.")]
    [InlineData(GreetingMode.Text, "Hello again.")]
    [InlineData(GreetingMode.None, null)]
    public async Task Open_WithAGreeting_OpensByIt(GreetingMode mode, string? said)
    {
        var sandbox = OpenAITalk.Quick with { Script = new(OpenAITalk.Reply("Welcome, says the model."), OpenAITalk.Quick.Script.Replies) };
        await using var talk = await OpenAITalk.OpenAsync(
            sandbox, """{"greeting": "Greet the user."}""", new() { Greeting = new(mode, "Hello again.") });
        if (said is null)
        {
            // Then the first turn is the user's.
            talk.Speak();
            said = "One.";
        }

        var text = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal(said, text.Text);
        Assert.Equal(new TurnId(1), text.Turn);
    }

    [Fact]
    public async Task Open_WithHistory_ReplaysItBeforeItIsReady()
    {
        await using var talk = await OpenAITalk.OpenAsync(options: new()
        {
            Greeting = AgentGreeting.None,
            History = [new(Speaker.Agent, "How are you?"), new(Speaker.User, "Fine."), new(Speaker.Agent, "Good.")],
        });
        Assert.Equal(SendResult.Accepted, talk.Connection.SendUserText("And you?"));
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Equal(
            ["assistant: How are you?", "user: Fine.", "assistant: Good.", "user: And you?", "assistant: One."],
            talk.Peer.Session.Memory);
    }

    [Fact]
    public async Task Open_WithMoreHistoryThanFits_ReplaysTheNewestAndWarns()
    {
        var lines = Enumerable.Range(0, 700).Select(static i => new ConversationLine(Speaker.User, $"Line {i}")).ToList();
        await using var talk = await OpenAITalk.OpenAsync(options: new() { History = lines });

        Assert.Equal("history-shortened", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        talk.Connection.SendUserText("Go on.");
        await talk.NextAsync<AgentEvent.TurnStarted>();
        Assert.Equal("user: Line 200", talk.Peer.Session.Memory[0]);
        Assert.Equal("user: Line 699", talk.Peer.Session.Memory[499]);
    }
}
