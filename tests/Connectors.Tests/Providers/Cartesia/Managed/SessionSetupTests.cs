using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Providers.Cartesia.Managed.Dialog;
using Connectors.Providers.Cartesia.Managed.Settings;
using Connectors.Testing;

namespace Connectors.Tests.Providers.Cartesia.Managed;

public sealed class SessionSetupTests
{
    private static readonly ManagedAgent Remembering =
        new(JsonElement.Parse("""{"config": {"instructions": "You help. {{ connectors_history }}", "initial_message": null}}"""));

    private readonly List<string> _sent = [];
    private readonly Conversation _conversation;

    public SessionSetupTests() => _conversation = new(new FakeTime(), message =>
    {
        _sent.Add(Encoding.UTF8.GetString(message.Written.Span));
        message.Dispose();
        return true;
    });

    [Fact]
    public void Begin_WithoutWishes_AsksForTheAvatarsFormatAsItIsMade()
    {
        Setup(new(), new()).Begin();

        Assert.Equal(
            """{"type":"session_create","audio":{"input_format":"pcm_24000","output_delivery":"as_available"}}""", Assert.Single(_sent));
        Assert.Empty(_conversation.Outbox);
    }

    [Fact]
    public void Begin_WithSettingsAndTheSessions_TellsThem()
    {
        var settings = new CartesiaManagedSettings
        {
            AudioFormat = "pcm_44100",
            OutputDelivery = "speaking_pace",
            DynamicVariables = new Dictionary<string, object> { ["name"] = "nobody", ["vip"] = true, ["orders"] = 3L },
        };
        var variables = new Dictionary<string, object> { ["name"] = "Anna", ["secret__key"] = "x", ["with space"] = "x" };
        Setup(settings, new() { DynamicVariables = variables, Language = "de", Greeting = new(GreetingMode.Text, "Hi.") }).Begin();

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"type":"session_create","audio":{"input_format":"pcm_44100","output_delivery":"speaking_pace"},
                 "dynamic_variables":{"name":"Anna","vip":true,"orders":3}}
                """),
            JsonNode.Parse(Assert.Single(_sent))));
        Assert.Equal(
            ["greeting-not-changed", "language-not-changed", "variables-left-out"],
            _conversation.Outbox.Cast<AgentEvent.Warning>().Select(static warning => warning.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatWasSaid_IsToldToAnAgentThatTakesIt(bool takes)
    {
        var options = new AgentConnectionOptions { History = [new(Speaker.User, "My number is 7."), new(Speaker.Agent, "Thank you.")] };
        Setup(new(), options, takes ? Remembering : ManagedAgent.Unknown).Begin();

        var told = JsonNode.Parse(Assert.Single(_sent))!["dynamic_variables"]?["connectors_history"];
        Assert.Equal(takes, told is not null);
        if (takes)
        {
            Assert.EndsWith("User: My number is 7.\nYou: Thank you.", (string)told!, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("history-not-told", Assert.IsType<AgentEvent.Warning>(Assert.Single(_conversation.Outbox)).Code);
        }
    }

    [Fact]
    public void WhatWasSaid_ForLong_StaysBelowWhatCartesiaTakes()
    {
        var line = new ConversationLine(Speaker.User, new string('語', 500));
        Setup(new(), new() { History = [.. Enumerable.Repeat(line, 1_000)] }, Remembering).Begin();

        Assert.InRange(Encoding.UTF8.GetByteCount(Assert.Single(_sent)), 16 * 1_024, 32 * 1_024);
    }

    [Theory]
    [InlineData("""{"type":"session_ready","call_id":"ac_1","audio":{"input_format":"pcm_16000"}}""", AudioEncoding.Pcm16, 16_000)]
    [InlineData("""{"type":"session_ready","call_id":"ac_1","audio":{"input_format":"mulaw_8000"}}""", AudioEncoding.MuLaw, 8_000)]
    [InlineData("""{"type":"session_ready","call_id":"ac_1"}""", AudioEncoding.Pcm16, 24_000)]
    public void Ready_TellsTheFormatOfBothDirections(string ready, AudioEncoding encoding, int rate)
    {
        var setup = Setup(new() { ConnectionLimit = TimeSpan.FromMinutes(10) }, new(), Remembering);

        Assert.True(setup.Apply("session_ready", JsonElement.Parse(ready)));
        Assert.False(setup.Apply("session_ready", JsonElement.Parse(ready)));

        var told = Assert.IsType<AgentEvent.Ready>(Assert.Single(_conversation.Outbox));
        Assert.Equal(("ac_1", new(encoding, rate), new(encoding, rate)), (told.ConversationId, told.InputFormat, told.OutputFormat));
        Assert.True(told.Capabilities.SuppressesGreeting);
        Assert.Equal(TimeSpan.FromMinutes(10), told.Capabilities.MaximumConnectionTime);
    }

    [Fact]
    public void Ready_InAFormatThatNobodyKnows_EndsTheConversation()
    {
        var setup = Setup(new(), new());

        Assert.False(setup.Apply("session_ready", JsonElement.Parse("""{"audio":{"input_format":"opus_48000"}}""")));
        Assert.Equal("audio-format-unknown", _conversation.Ending?.Code);
        Assert.False(_conversation.IsReady);
    }

    [Theory]
    [InlineData("""{"config": {"initial_message": null}}""", true)]
    [InlineData("""{"config": {"initial_message": ""}}""", true)]
    [InlineData("""{"config": {"initial_message": "Hello."}}""", false)]
    [InlineData("""{"name": "only"}""", false)]
    [InlineData("[]", false)]
    public void Agent_WithoutAWelcomeMessage_WaitsForTheUser(string document, bool waits) =>
        Assert.Equal(waits, new ManagedAgent(JsonElement.Parse(document)).WaitsForTheUser);

    private SessionSetup Setup(CartesiaManagedSettings settings, AgentConnectionOptions options, ManagedAgent? agent = null) =>
        new(new(settings, agent ?? ManagedAgent.Unknown), options, _conversation);
}
