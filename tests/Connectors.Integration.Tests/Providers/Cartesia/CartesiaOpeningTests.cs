using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Sandbox.Cartesia;

namespace Connectors.Integration.Tests.Providers.Cartesia;

public sealed class CartesiaOpeningTests
{
    [Fact]
    public async Task Call_WithoutWishes_AsksForTheAvatarsFormatAndLeavesTheAgentAsItIs()
    {
        await using var talk = await CartesiaTalk.StartAsync();

        var ready = await talk.NextAsync<AgentEvent.Ready>();

        var start = await talk.SentAsync("start");
        Assert.Equal("pcm_24000", (string?)start["config"]!["input_format"]);
        Assert.False(start.ContainsKey("agent"));
        Assert.Equal((AudioFormat.Pcm16(24_000), AudioFormat.Pcm16(24_000)), (ready.InputFormat, ready.OutputFormat));
        Assert.Equal(talk.Peer.StreamId, ready.ConversationId);
    }

    [Fact]
    public async Task Call_WithSettings_TellsThemToTheAgentsCode()
    {
        const string Settings = """
            {"voiceId": "voice-1", "systemPrompt": "You help {{name}}.", "introduction": "Hello {{name}}.", "audioFormat": "pcm_16000",
             "metadata": {"from": "shop", "vip": true, "orders": 3}}
            """;
        var options = new AgentConnectionOptions
        {
            DynamicVariables = new Dictionary<string, object> { ["name"] = "Anna", ["to"] = "somebody else", ["vip"] = false },
        };
        await using var talk = await CartesiaTalk.OpenAsync(settings: Settings, options: options);

        var start = await talk.SentAsync("start");

        Assert.Equal(("pcm_16000", "voice-1"), ((string?)start["config"]!["input_format"], (string?)start["config"]!["voice_id"]));
        Assert.Equal("You help Anna.", (string?)start["agent"]!["system_prompt"]);
        Assert.Equal("Hello Anna.", (string?)start["agent"]!["introduction"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"name": "Anna", "vip": false, "from": "shop", "orders": 3}"""), start["metadata"]));
    }

    [Theory]
    [InlineData(GreetingMode.None, null, "")]
    [InlineData(GreetingMode.Text, "Welcome back.", "Welcome back.")]
    public async Task Greeting_OfTheHost_TakesThePlaceOfTheAgents(GreetingMode mode, string? text, string introduction)
    {
        await using var talk = await CartesiaTalk.OpenAsync(
            settings: """{"introduction": "Hello."}""", options: new() { Greeting = new(mode, text) });

        Assert.Equal(introduction, (string?)(await talk.SentAsync("start"))["agent"]!["introduction"]);
    }

    [Theory]
    [InlineData("""{"systemPrompt": "You help."}""", true)]
    [InlineData("{}", false)]
    public async Task WhatWasSaid_BeforeALostConnection_IsToldWhereThePromptIsOurs(string settings, bool isTold)
    {
        await using var talk = await CartesiaTalk.OpenAsync(
            settings: settings, options: new() { Greeting = AgentGreeting.None, History = [new(Speaker.User, "My number is 7.")] });

        var prompt = (string?)(await talk.SentAsync("start"))["agent"]!["system_prompt"];

        Assert.Equal(isTold, prompt?.Contains("My number is 7.", StringComparison.Ordinal) == true);
        if (!isTold)
        {
            Assert.Equal("history-not-told", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        }
    }

    [Theory]
    [InlineData("pcm_16000", AudioEncoding.Pcm16, 16_000)]
    [InlineData("pcm_44100", AudioEncoding.Pcm16, 44_100)]
    [InlineData("mulaw_8000", AudioEncoding.MuLaw, 8_000)]
    public async Task Format_OtherThanAskedFor_IsTheOneThatTheAckTells(string forced, AudioEncoding encoding, int rate)
    {
        await using var talk = await CartesiaTalk.StartAsync(CartesiaTalk.Quick with { ForcedFormat = forced });

        var ready = await talk.NextAsync<AgentEvent.Ready>();

        Assert.Equal((new AudioFormat(encoding, rate), new AudioFormat(encoding, rate)), (ready.InputFormat, ready.OutputFormat));
    }

    [Fact]
    public async Task Format_ThatNobodyKnows_EndsTheCall()
    {
        await using var talk = await CartesiaTalk.StartAsync(CartesiaTalk.Quick with { ForcedFormat = "opus_48000" });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, false, "audio-format-unknown"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Theory]
    [InlineData(401, CloseKind.Unauthorized, false)]
    [InlineData(402, CloseKind.QuotaExceeded, false)]
    [InlineData(404, CloseKind.Misconfigured, false)]
    [InlineData(429, CloseKind.RateLimited, true)]
    [InlineData(503, CloseKind.ProviderError, true)]
    public async Task Call_RefusedByStatus_TellsTheReason(int status, CloseKind kind, bool retryable)
    {
        await using var talk = await CartesiaTalk.StartAsync(CartesiaTalk.Quick with { RefuseWith = status });

        var closed = await talk.ClosedAsync();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Call_WithAKeyOrAnAgentThatIsUnknown_IsRefusedByName()
    {
        await using var key = await CartesiaTalk.StartAsync(key: "another-key");
        Assert.Equal(CloseKind.Unauthorized, (await key.ClosedAsync()).Kind);

        await using var agent = await CartesiaTalk.StartAsync(settings: """{"agentId": "agent_nobody"}""");
        Assert.Equal("agent-unknown", (await agent.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Call_ClosedInPlaceOfTheAck_TellsTheReason()
    {
        await using var talk = await CartesiaTalk.StartAsync(CartesiaTalk.Quick with { CloseAtStart = new CallClose(1008, "no") });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, false), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Nonsense_BeforeTheAck_IsSurvived()
    {
        await using var talk = await CartesiaTalk.OpenAsync(
            CartesiaTalk.Quick with { IsUnreadableAtStart = true, SendsUnknownEvents = true });

        Assert.Equal("malformed-message", (await talk.NextAsync<AgentEvent.Warning>()).Code);
    }
}
