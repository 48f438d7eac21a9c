using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.Gemini.Dialog;
using Connectors.Providers.Gemini.Settings;
using Connectors.Testing;
using Connectors.Tests.Abstractions.Transport;

namespace Connectors.Tests.Providers.Gemini;

/// <summary>What messages do to a conversation and what is said back, without a socket.</summary>
[Collection(nameof(MessagePoolCollection))]
public sealed class ConversationTests
{
    private readonly List<string> _sent = [];
    private readonly Conversation _conversation;

    public ConversationTests() => _conversation = new(new() { AudioDuringToolCalls = false }, new FakeTime(), message =>
    {
        _sent.Add(Encoding.UTF8.GetString(message.Written.Span));
        message.Dispose();
        return true;
    });

    [Fact]
    public void ToolCalls_AreAnsweredByNameAndIdOrCancelled()
    {
        Apply("""{"toolCall":{"functionCalls":[{"id":"a","name":"f","args":{"x":1}},{"id":"b","name":"g"},{"id":"a","name":"f"}]}}""");
        Assert.Equal(
            [
                new AgentEvent.ToolCall("a", "f", """{"x":1}""", ExpectsResult: true, Timeout: null),
                new AgentEvent.ToolCall("b", "g", "{}", ExpectsResult: true, Timeout: null),
            ],
            _conversation.Outbox);
        Assert.True(_conversation.HoldsAudio);

        Apply("""{"toolCallCancellation":{"ids":["b","nobody"]}}""");
        Assert.Equal(["b"], Assert.IsType<AgentEvent.ToolCallCancelled>(_conversation.Outbox[^1]).CallIds);
        Assert.Equal(SendResult.UnknownCall, _conversation.AddToolResult(new("b", "late", IsError: false)));
        Assert.Equal(SendResult.Accepted, _conversation.AddToolResult(new("a", "done", IsError: false)));
        Assert.Equal(SendResult.UnknownCall, _conversation.AddToolResult(new("a", "again", IsError: false)));

        Assert.Equal(
            """{"toolResponse":{"functionResponses":[{"id":"a","name":"f","response":{"output":"done"}}]}}""", Assert.Single(_sent));
        Assert.False(_conversation.HoldsAudio);
    }

    [Fact]
    public void UsersWords_InPieces_AreFinalWhenTheAnswerIsThere()
    {
        Apply("""{"serverContent":{"inputTranscription":{"text":"Good "}}}""");
        Apply("""{"serverContent":{"inputTranscription":{"text":"day."}}}""");
        Apply("""{"serverContent":{"outputTranscription":{"text":"Hello."}}}""");
        Apply("""{"serverContent":{"generationComplete":true}}""");
        Apply("""{"serverContent":{"inputTranscription":{"text":"Next."}}}""");

        Assert.Equal(
            [
                new AgentEvent.UserText("user_1", "Good ", IsFinal: false),
                new AgentEvent.UserText("user_1", "Good day.", IsFinal: false),
                new AgentEvent.TurnStarted(new(1)),
                new AgentEvent.AgentText(new(1), "Hello.", AgentTextKind.Delta),
                new AgentEvent.UserText("user_1", "Good day.", IsFinal: true),
                new AgentEvent.AgentText(new(1), "Hello.", AgentTextKind.Full),
                new AgentEvent.TurnAudioEnded(new(1)),
                new AgentEvent.UserText("user_2", "Next.", IsFinal: false),
            ],
            _conversation.Outbox);
    }

    [Fact]
    public void OneMessage_MayTellEverythingAtOnce()
    {
        _conversation.Turns.TurnOfAudio();
        Apply("""
            {"serverContent":{"inputTranscription":{"text":"Hi.","finished":true},"outputTranscription":{"text":"Yes."},
             "generationComplete":true,"turnComplete":true},"usageMetadata":{"promptTokenCount":1,"responseTokenCount":2},
             "goAway":{"timeLeft":"50s"},"sessionResumptionUpdate":{"newHandle":"h","resumable":true}}
            """);

        Assert.Equal(
            [
                new AgentEvent.TurnStarted(new(1)),
                new AgentEvent.UserText("user_1", "Hi.", IsFinal: false),
                new AgentEvent.UserText("user_1", "Hi.", IsFinal: true),
                new AgentEvent.AgentText(new(1), "Yes.", AgentTextKind.Delta),
                new AgentEvent.AgentText(new(1), "Yes.", AgentTextKind.Full),
                new AgentEvent.TurnAudioEnded(new(1)),
                new AgentEvent.GoingAway(TimeSpan.FromSeconds(50)),
                new AgentEvent.ResumeToken("h"),
                new AgentEvent.Usage(1, 2),
            ],
            _conversation.Outbox);
        Assert.True(_conversation.GoesAway);
    }

    [Fact]
    public void Edges_OfTheUsersSpeech_AreTold()
    {
        Apply("""{"voiceActivity":{"voiceActivityType":"ACTIVITY_START","audioOffset":"1s"}}""");
        Apply("""{"voiceActivity":{"voiceActivityType":"ACTIVITY_END"}}""");

        Assert.Equal([new AgentEvent.UserSpeechStarted(), new AgentEvent.UserSpeechStopped()], _conversation.Outbox);
    }

    [Fact]
    public void RawEvents_HaveEveryMemberButAudioAndHandles()
    {
        using var json = JsonDocument.Parse("""
            {"setupComplete":{},"sessionResumptionUpdate":{"newHandle":"secret","resumable":true},"brandNew":{"a":[1]},"number":7,
             "serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"AAAA"}}]},"turnComplete":true}}
            """);

        var raw = RawMessages.Of(json.RootElement).ToDictionary(static e => e.Type, static e => Encoding.UTF8.GetString(e.Json.Span));

        Assert.Equal("""{"a":[1]}""", raw["brandNew"]);
        Assert.Equal("""{"turnComplete":true}""", raw["serverContent"]);
        Assert.Equal(2, raw.Count);
    }

    private void Apply(string message)
    {
        using var json = JsonDocument.Parse(message);
        var setup = new SessionSetup(new GeminiLiveSettings(), new(), _conversation);
        ServerEvents.ApplyBeforeAudio(_conversation, setup, json.RootElement);
        ServerEvents.ApplyAfterAudio(_conversation, json.RootElement);
    }
}
