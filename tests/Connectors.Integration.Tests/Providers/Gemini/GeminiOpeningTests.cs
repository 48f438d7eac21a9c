using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Gemini;
using Connectors.Sandbox.Gemini;

namespace Connectors.Integration.Tests.Providers.Gemini;

public sealed class GeminiOpeningTests
{
    private const string AllSettings = """
        {
          "model": "models/gemini-3.1-flash-live-preview", "voice": "Kore", "instructions": "You are {{name}}.", "language": "en-US",
          "temperature": 0.7, "maxOutputTokens": 500, "turnDetection": {"startSensitivity": "low", "endSensitivity": "high",
          "prefixPaddingMs": 20, "silenceDurationMs": 400, "interrupts": false}, "googleSearch": true,
          "tools": [{"name": "get_weather", "description": "d", "parameters": {"type": "object", "properties": {}}}]
        }
        """;

    [Fact]
    public async Task Session_IsSetUpOnceAndReadyWithItsFormats()
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        var ready = await talk.Told.WaitAsync<AgentEvent.Ready>();

        Assert.NotEmpty(ready.ConversationId);
        Assert.Equal((AudioFormat.Pcm16(16_000), AudioFormat.Pcm16(24_000)), (ready.InputFormat, ready.OutputFormat));
        Assert.Equal(ResumeKind.Token, ready.Capabilities.Resume);
        var setup = Assert.Single(talk.Sent)["setup"]!;
        Assert.Equal("models/gemini-3.1-flash-live-preview", (string)setup["model"]!);
        Assert.Equal("{}", setup["sessionResumption"]!.ToJsonString());
        Assert.Equal("""{"slidingWindow":{}}""", setup["contextWindowCompression"]!.ToJsonString());
        Assert.NotNull(setup["inputAudioTranscription"]);
        Assert.NotNull(setup["outputAudioTranscription"]);
        Assert.Null(setup["historyConfig"]);
    }

    [Fact]
    public async Task Session_WithEverySetting_IsTakenByTheServer()
    {
        var options = new AgentConnectionOptions
        {
            Language = "de-DE",
            DynamicVariables = new Dictionary<string, object> { ["name"] = "Ada" },
        };
        await using var talk = await GeminiTalk.ReadyAsync(settings: AllSettings, options: options);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {
              "model": "models/gemini-3.1-flash-live-preview",
              "generationConfig": {
                "responseModalities": ["AUDIO"], "temperature": 0.7, "maxOutputTokens": 500,
                "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}, "languageCode": "de-DE"}
              },
              "systemInstruction": {"parts": [{"text": "You are Ada."}]},
              "tools": [
                {"functionDeclarations": [
                  {"name": "get_weather", "description": "d", "parameters": {"type": "object", "properties": {}}}]},
                {"googleSearch": {}}
              ],
              "realtimeInputConfig": {
                "automaticActivityDetection": {
                  "startOfSpeechSensitivity": "START_SENSITIVITY_LOW", "endOfSpeechSensitivity": "END_SENSITIVITY_HIGH",
                  "prefixPaddingMs": 20, "silenceDurationMs": 400
                },
                "activityHandling": "NO_INTERRUPTION"
              },
              "sessionResumption": {}, "contextWindowCompression": {"slidingWindow": {}},
              "inputAudioTranscription": {}, "outputAudioTranscription": {}
            }
            """), talk.SetupSent), talk.SetupSent.ToJsonString());
        var ready = await talk.Told.WaitAsync<AgentEvent.Ready>();
        Assert.True(ready.Capabilities is { InterruptionSignal: InterruptionSignal.None, Tools: true });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_InTextOrBinaryFrames_AreRead(bool inText)
    {
        await using var talk = await GeminiTalk.ReadyAsync(GeminiTalk.Quick with { SendsText = inText });

        talk.Speak();

        Assert.Equal(1, talk.DurationOf(await talk.HearTurnAsync()), 3);
    }

    [Fact]
    public async Task Key_ThatIsWrong_EndsAsUnauthorized()
    {
        await using var talk = await GeminiTalk.StartAsync(key: "of-somebody-else");

        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.Unauthorized, false), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Model_ThatIsUnknown_EndsAsMisconfigured()
    {
        await using var talk = await GeminiTalk.StartAsync(settings: """{"model": "gemini-9"}""");

        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.Misconfigured, false), (closed.Kind, closed.Retryable));
        Assert.DoesNotContain("gemini-9", closed.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1007, "Request contains an invalid argument.", CloseKind.Misconfigured, false)]
    [InlineData(1008, "Operation is not implemented, or supported, or enabled.", CloseKind.Misconfigured, false)]
    [InlineData(1011, "You exceeded your current quota, please check your plan and billing details.", CloseKind.QuotaExceeded, false)]
    [InlineData(1011, "Internal error encountered.", CloseKind.ProviderError, true)]
    [InlineData(1013, "", CloseKind.RateLimited, true)]
    public async Task Session_ThatIsClosedInsteadOfSetUp_EndsByItsStatus(int status, string reason, CloseKind kind, bool retryable)
    {
        await using var talk = await GeminiTalk.StartAsync(GeminiTalk.Quick with { CloseAtStart = new(status, reason) });

        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
        Assert.IsType<AgentEvent.Closed>(Assert.Single(talk.Told.Told).Event);
    }

    [Theory]
    [InlineData(400, CloseKind.Unauthorized, false)]
    [InlineData(403, CloseKind.Unauthorized, false)]
    [InlineData(404, CloseKind.Misconfigured, false)]
    [InlineData(429, CloseKind.RateLimited, true)]
    [InlineData(503, CloseKind.ProviderError, true)]
    public async Task Upgrade_ThatIsRefused_EndsByItsStatus(int status, CloseKind kind, bool retryable)
    {
        await using var talk = await GeminiTalk.StartAsync(GeminiTalk.Quick with { RefuseWith = status });

        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Greeting_OfTheSettings_IsSpokenFirst()
    {
        var switches = GeminiTalk.Quick with { Script = new(GeminiTalk.Reply("Hello Ada."), [GeminiTalk.Reply("One.")]) };
        await using var talk = await GeminiTalk.ReadyAsync(switches, """{"greeting": "Greet the user."}""");

        Assert.Equal("Hello Ada.", talk.TextOf(await talk.HearTurnAsync()));
        Assert.Equal("Greet the user.", (string)talk.Sent[1]["realtimeInput"]!["text"]!);
    }

    [Fact]
    public async Task Greeting_OfTheHost_IsSaidInPlaceOfTheSettings()
    {
        await using var talk = await GeminiTalk.ReadyAsync(
            settings: """{"greeting": "Greet the user."}""", options: new() { Greeting = new(GreetingMode.Text, "Good morning.") });

        Assert.Equal("Good morning.", talk.TextOf(await talk.HearTurnAsync()));
    }

    [Fact]
    public async Task Validation_OfAKeyOrModel_SaysWhatIsWrong()
    {
        await using var talk = await GeminiTalk.ReadyAsync();
        var stop = TestContext.Current.CancellationToken;

        Assert.True((await talk.Connector().ValidateAsync(GeminiTalk.Setup(talk.Sandbox, "{}"), stop)).IsUsable);
        Assert.Equal("key-refused", await CodeAsync(talk, "{}", "another-key"));
        Assert.Equal("model-unknown", await CodeAsync(talk, """{"model": "gemini-9"}"""));
        Assert.Equal("model-not-live", await CodeAsync(talk, """{"model": "gemini-2.5-flash"}"""));
        Assert.Equal("unreachable", await CodeAsync(talk, """{"baseUrl": "http://127.0.0.1:1"}"""));
        talk.Sandbox.Switches = talk.Sandbox.Switches with { RefuseWith = 429 };
        Assert.Equal("rate-limited", await CodeAsync(talk, "{}"));
        talk.Sandbox.Switches = talk.Sandbox.Switches with { RefuseWith = 503 };
        Assert.Equal("provider-failed", await CodeAsync(talk, "{}"));
        talk.Sandbox.Switches = talk.Sandbox.Switches with { RefuseWith = 403 };
        Assert.Equal("no-access", await CodeAsync(talk, "{}"));
    }

    [Fact]
    public async Task Credential_Alone_IsCheckedAtTheOperatorsHost()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var sandbox = await GeminiSandbox.StartAsync(GeminiTalk.Quick, cancellationToken: stop);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var connector = new GeminiLiveConnector(http, TimeProvider.System, new() { BaseAddress = new(sandbox.BaseUrl) });

        Assert.Empty((await connector.ValidateCredentialAsync(new(sandbox.Switches.ApiKey), stop)).Findings);
        Assert.Equal("key-refused", Assert.Single((await connector.ValidateCredentialAsync(new("wrong"), stop)).Findings).Code);
        Assert.Equal("invalid-api-key", Assert.Single((await connector.ValidateCredentialAsync(new("a b"), stop)).Findings).Code);
    }

    private static async Task<string> CodeAsync(GeminiTalk talk, string settings, string? key = null)
    {
        var report = await talk.Connector().ValidateAsync(
            GeminiTalk.Setup(talk.Sandbox, settings, key), TestContext.Current.CancellationToken);
        return Assert.Single(report.Findings).Code;
    }
}
