using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Sandbox.Cartesia.Managed;

namespace Connectors.Integration.Tests.Providers.Cartesia.Managed;

public sealed class ManagedOpeningTests
{
    [Fact]
    public async Task Conversation_WithoutWishes_HasTheAvatarsFormatAndWaitsForTheUser()
    {
        await using var talk = await ManagedAgentTalk.StartAsync();

        var ready = await talk.NextAsync<AgentEvent.Ready>();

        Assert.Equal((AudioFormat.Pcm16(24_000), AudioFormat.Pcm16(24_000)), (ready.InputFormat, ready.OutputFormat));
        Assert.Equal(talk.Peer.CallId, ready.ConversationId);
        Assert.True(ready.Capabilities.SuppressesGreeting);
        Assert.Null(ready.Capabilities.MaximumConnectionTime);
    }

    [Fact]
    public async Task Conversation_WithSettings_IsCreatedByThem()
    {
        const string Settings = """
            {"dynamicVariables": {"name": "nobody", "vip": true}, "audioFormat": "pcm_16000", "outputDelivery": "speaking_pace",
             "connectionLimitMinutes": 10}
            """;
        var options = new AgentConnectionOptions { DynamicVariables = new Dictionary<string, object> { ["name"] = "Anna" } };
        await using var talk = await ManagedAgentTalk.StartAsync(settings: Settings, options: options);

        var ready = await talk.NextAsync<AgentEvent.Ready>();

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"type": "session_create", "audio": {"input_format": "pcm_16000", "output_delivery": "speaking_pace"},
                 "dynamic_variables": {"name": "Anna", "vip": true}}
                """),
            await talk.SentAsync("session_create")));
        Assert.Equal(AudioFormat.Pcm16(16_000), ready.OutputFormat);
        Assert.Equal(TimeSpan.FromMinutes(10), ready.Capabilities.MaximumConnectionTime);
    }

    [Fact]
    public async Task Greeting_OfTheAgent_IsSpokenFirstAndCantBeSuppressed()
    {
        await using var talk = await ManagedAgentTalk.StartAsync(
            ManagedAgentTalk.Quick with { Script = new(AgentTalk.Reply("Hello {{name}}."), [AgentTalk.Reply("One.")]) },
            """{"dynamicVariables": {"name": "Anna"}}""");

        Assert.False((await talk.NextAsync<AgentEvent.Ready>()).Capabilities.SuppressesGreeting);
        Assert.Equal("Hello Anna.", (await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full)).Text);
    }

    [Theory]
    [InlineData("You help. {{connectors_history}}", true)]
    [InlineData("You help.", false)]
    public async Task WhatWasSaid_BeforeALostConnection_IsToldWhereTheInstructionsTakeIt(string instructions, bool isTold)
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { Instructions = instructions },
            options: new() { Greeting = AgentGreeting.None, History = [new(Speaker.User, "My number is 7.")] });

        var told = (string?)(await talk.SentAsync("session_create"))["dynamic_variables"]?["connectors_history"];

        Assert.Equal(isTold, told?.Contains("My number is 7.", StringComparison.Ordinal) == true);
        if (!isTold)
        {
            Assert.Equal("history-not-told", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        }
    }

    [Fact]
    public async Task Format_OtherThanAskedFor_IsTheOneThatIsTold()
    {
        await using var talk = await ManagedAgentTalk.StartAsync(ManagedAgentTalk.Quick with { ForcedFormat = "mulaw_8000" });

        Assert.Equal(AudioFormat.MuLaw8000, (await talk.NextAsync<AgentEvent.Ready>()).OutputFormat);
    }

    [Fact]
    public async Task Format_ThatNobodyKnows_EndsTheConversation()
    {
        await using var talk = await ManagedAgentTalk.StartAsync(ManagedAgentTalk.Quick with { ForcedFormat = "opus_48000" });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Misconfigured, false, "audio-format-unknown"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Theory]
    [InlineData(401, CloseKind.Unauthorized, false)]
    [InlineData(402, CloseKind.QuotaExceeded, false)]
    [InlineData(404, CloseKind.Misconfigured, false)]
    [InlineData(429, CloseKind.RateLimited, true)]
    [InlineData(503, CloseKind.ProviderError, true)]
    public async Task Conversation_RefusedByStatus_TellsTheReason(int status, CloseKind kind, bool retryable)
    {
        await using var talk = await ManagedAgentTalk.StartAsync(ManagedAgentTalk.Quick with { RefuseWith = status });

        var closed = await talk.ClosedAsync();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Conversation_WithAKeyOrAnAgentThatIsUnknown_IsRefusedByName()
    {
        await using var key = await ManagedAgentTalk.StartAsync(key: "another-key");
        Assert.Equal(CloseKind.Unauthorized, (await key.ClosedAsync()).Kind);

        await using var agent = await ManagedAgentTalk.StartAsync(settings: """{"agentId": "agent_nobody"}""");
        Assert.Equal("agent-unknown", (await agent.ClosedAsync()).Code);
    }

    [Theory]
    [InlineData("agent_failed", 1011, CloseKind.ProviderError, true)]
    [InlineData("missing_dynamic_variables", 1008, CloseKind.Misconfigured, false)]
    [InlineData("invalid_event", 1008, CloseKind.Misconfigured, false)]
    [InlineData(null, 1008, CloseKind.Misconfigured, false)]
    [InlineData(null, 1000, CloseKind.ProviderError, true)]
    public async Task Conversation_EndedInPlaceOfReady_TellsTheReason(string? code, int status, CloseKind kind, bool retryable)
    {
        await using var talk = await ManagedAgentTalk.StartAsync(
            ManagedAgentTalk.Quick with { FaultAtStart = new ManagedFault(code, "The first thing I say.", status) });

        var closed = await talk.ClosedAsync();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }

    [Theory]
    [InlineData("""{}""", CloseKind.Misconfigured)]
    [InlineData("""{"outputDelivery": "speaking_pace"}""", null)]
    public async Task Agent_WithABackgroundSound_WantsItsPace(string settings, CloseKind? kind)
    {
        await using var talk = await ManagedAgentTalk.StartAsync(ManagedAgentTalk.Quick with { HasBackgroundSound = true }, settings);

        Assert.Equal(kind, (await talk.NextAsync<AgentEvent>() as AgentEvent.Closed)?.Kind);
    }

    [Fact]
    public async Task WelcomeMessage_WithAVariableThatHasNoValue_EndsTheConversationByName()
    {
        await using var talk = await ManagedAgentTalk.StartAsync(
            ManagedAgentTalk.Quick with { Script = new(AgentTalk.Reply("Hello {{name}}."), [AgentTalk.Reply("One.")]) });

        Assert.Equal("missing_dynamic_variables", (await talk.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Nonsense_BeforeReady_IsSurvived()
    {
        await using var talk = await ManagedAgentTalk.OpenAsync(
            ManagedAgentTalk.Quick with { IsUnreadableAtStart = true, SendsUnknownEvents = true });

        Assert.Equal("malformed-message", (await talk.NextAsync<AgentEvent.Warning>()).Code);
    }
}
