using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.Deepgram;

public sealed class DeepgramOpeningTests
{
    private const string AllSettings = """
        {
          "instructions": "You are {{name}}.", "greeting": "I am {{name}}.", "language": "es", "voice": "aura-2-diana-es",
          "listen": {"model": "nova-2", "keyterms": ["Bern"], "smartFormat": true},
          "think": {"provider": "google", "model": "gemini-2.5-flash", "temperature": 0.5},
          "tools": [{"name": "get_weather", "description": "Tells it.", "parameters": {"type": "object"}}, {"name": "other"}],
          "tags": ["demo"], "mipOptOut": true
        }
        """;

    private static AudioFormat Wide { get; } = AudioFormat.Pcm16(48_000);

    [Fact]
    public async Task Conversation_WithDefaults_AsksForOneFormatEachWayAndIsReady()
    {
        await using var talk = await DeepgramTalk.StartAsync();
        var ready = await talk.NextAsync<AgentEvent.Ready>();

        Assert.Equal((AudioFormat.Pcm16(16_000), AudioFormat.Pcm16(24_000)), (ready.InputFormat, ready.OutputFormat));
        Assert.NotEmpty(ready.ConversationId);
        Assert.Equal(["Settings"], talk.Sent);
        AssertJson(
            """
            {
              "type": "Settings",
              "audio": {
                "input": {"encoding": "linear16", "sample_rate": 16000},
                "output": {"encoding": "linear16", "sample_rate": 24000, "container": "none"}
              },
              "agent": {
                "listen": {"provider": {"type": "deepgram", "version": "v1", "model": "nova-3"}},
                "think": {"provider": {"type": "open_ai", "model": "gpt-4o-mini"}},
                "speak": {"provider": {"type": "deepgram", "model": "aura-2-thalia-en"}}
              }
            }
            """,
            talk.Peer.Session.Received[0]);
    }

    [Fact]
    public async Task Conversation_WithAllSettings_IsAskedForAsTheySay()
    {
        var options = new AgentConnectionOptions
        {
            DynamicVariables = new Dictionary<string, object> { ["name"] = "Ada" },
            Language = "de",
            PreferredInput = Wide,
            PreferredOutput = Wide,
            History = [new(Speaker.User, "My name is Ada."), new(Speaker.Agent, "Hello Ada.")],
        };
        await using var talk = await DeepgramTalk.OpenAsync(settings: AllSettings, options: options);

        AssertJson(
            """
            {
              "type": "Settings", "tags": ["demo"], "mip_opt_out": true,
              "audio": {
                "input": {"encoding": "linear16", "sample_rate": 48000},
                "output": {"encoding": "linear16", "sample_rate": 48000, "container": "none"}
              },
              "agent": {
                "language": "de",
                "context": {"messages": [
                  {"type": "History", "role": "user", "content": "My name is Ada."},
                  {"type": "History", "role": "assistant", "content": "Hello Ada."}]},
                "listen": {"provider": {"type": "deepgram", "version": "v1", "model": "nova-2", "language": "de",
                  "keyterms": ["Bern"], "smart_format": true}},
                "think": {
                  "provider": {"type": "google", "model": "gemini-2.5-flash", "temperature": 0.5}, "prompt": "You are Ada.",
                  "functions": [{"name": "get_weather", "description": "Tells it.", "parameters": {"type": "object"}},
                    {"name": "other", "parameters": {"type": "object", "properties": {}}}]},
                "speak": {"provider": {"type": "deepgram", "model": "aura-2-diana-es"}},
                "greeting": "I am Ada."
              }
            }
            """,
            talk.Peer.Session.Received[0]);
        Assert.Equal("assistant: Hello Ada.", talk.Peer.Session.Memory[1]);
    }

    [Fact]
    public async Task Conversation_WithFlux_IsHeardByTheSecondVersion()
    {
        await using var talk = await DeepgramTalk.OpenAsync(settings: """
            {"language": "en", "listen": {"model": "flux-general-multi", "eotThreshold": 0.8, "eagerEotThreshold": 0.4,
             "eotTimeoutMs": 3000, "languageHints": ["en", "de"]}}
            """);

        AssertJson(
            """
            {"type": "deepgram", "version": "v2", "model": "flux-general-multi", "eot_threshold": 0.8, "eager_eot_threshold": 0.4,
             "eot_timeout_ms": 3000, "language_hints": ["en", "de"]}
            """,
            (JsonObject)talk.Peer.Session.Received[0]["agent"]!["listen"]!["provider"]!);
    }

    [Theory]
    [InlineData(GreetingMode.AsConfigured, "Hello there.")]
    [InlineData(GreetingMode.Text, "Something else.")]
    [InlineData(GreetingMode.None, null)]
    public async Task Greeting_IsSaidWordForWordOrNotAtAll(GreetingMode mode, string? expected)
    {
        await using var talk = await DeepgramTalk.OpenAsync(
            settings: """{"greeting": "Hello there."}""", options: new() { Greeting = new(mode, "Something else.") });

        Assert.Equal(expected, (string?)talk.Peer.Session.Received[0]["agent"]!["greeting"]);
        if (expected is not null)
        {
            Assert.Equal(expected, (await talk.NextAsync<AgentEvent.AgentText>(text => text.Kind == AgentTextKind.Full)).Text);
        }
    }

    [Fact]
    public async Task History_TooLong_LosesItsBeginningAndSaysSo()
    {
        var history = Enumerable.Range(0, 100).Select(i => new ConversationLine(Speaker.User, $"{i:000}" + new string('x', 1_000)));
        await using var talk = await DeepgramTalk.StartAsync(options: new() { History = [.. history] });

        Assert.Equal("history-shortened", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        Assert.StartsWith("user: 037", talk.Peer.Session.Memory[0], StringComparison.Ordinal);
        Assert.StartsWith("user: 099", talk.Peer.Session.Memory[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, CloseKind.Unauthorized)]
    [InlineData(402, CloseKind.QuotaExceeded)]
    [InlineData(429, CloseKind.RateLimited)]
    [InlineData(500, CloseKind.ProviderError)]
    public async Task Conversation_RefusedAtTheUpgrade_EndsForThatReason(int status, CloseKind kind)
    {
        await using var talk = await DeepgramTalk.StartAsync(DeepgramTalk.Quick with { RefuseWith = status });

        Assert.Equal(kind, (await talk.ClosedAsync()).Kind);
    }

    [Theory]
    [InlineData("INVALID_SETTINGS", CloseKind.Misconfigured, false)]
    [InlineData("FAILED_TO_START_LISTENING", CloseKind.Misconfigured, false)]
    [InlineData("INTERNAL_SERVER_ERROR", CloseKind.ProviderError, true)]
    public async Task Conversation_WhoseSettingsFail_EndsForThatReason(string code, CloseKind kind, bool retryable)
    {
        await using var talk = await DeepgramTalk.StartAsync(DeepgramTalk.Quick with { ErrorAtStart = code });
        var closed = await talk.ClosedAsync();

        Assert.Equal((kind, retryable, code), (closed.Kind, closed.Retryable, closed.Code));
        Assert.Empty(talk.Seen.OfType<AgentEvent.Ready>());
    }

    [Fact]
    public async Task Conversation_WithAnUnknownVoice_IsMisconfigured()
    {
        await using var talk = await DeepgramTalk.StartAsync(settings: """{"voice": "aura-9-nobody-en"}""");
        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, "INVALID_SETTINGS"), (closed.Kind, closed.Code));
    }

    [Fact]
    public async Task Connection_WithoutAudio_IsKeptAlive()
    {
        await using var talk = await DeepgramTalk.OpenAsync(limits: new() { KeepAliveInterval = TimeSpan.FromMilliseconds(100) });

        await talk.SentAsync("KeepAlive", 3);
        talk.Speak();
        Assert.NotNull(await talk.NextAsync<AgentEvent.UserText>());
    }

    [Fact]
    public async Task Connection_WithNothingForTooLong_EndsAsIdleAndMayBeTriedAgain()
    {
        await using var talk = await DeepgramTalk.OpenAsync(DeepgramTalk.Quick with { ClientTimeout = TimeSpan.FromMilliseconds(300) });
        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Idle, true, "CLIENT_MESSAGE_TIMEOUT"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Fact]
    public async Task Session_AtItsLongestDuration_EndsAsThat()
    {
        await using var talk = await DeepgramTalk.OpenAsync();
        talk.Peer.Expire();

        Assert.Equal(CloseKind.MaximumDuration, (await talk.ClosedAsync()).Kind);
    }

    private static void AssertJson(string expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}
