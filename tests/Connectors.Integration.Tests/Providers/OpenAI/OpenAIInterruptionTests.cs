using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.OpenAI;

public sealed class OpenAIInterruptionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(40)]
    public async Task Speech_WhileTheAgentGenerates_InterruptsAndNothingLateIsDelivered(int lateDeltas)
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible with { LateDeltas = lateDeltas });
        talk.Speak();
        var turn = await talk.HeardAsync(1);

        talk.BeginToSpeak();
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();
        var delivered = talk.DurationOf(turn);
        await talk.NextRawAsync("response.done");
        talk.Speak();
        var answer = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        // OpenAITalk fails on audio of an interrupted turn.
        Assert.Equal(turn, interrupted.Turn);
        Assert.True(delivered < TimeSpan.FromSeconds(10));
        Assert.Equal("An answer.", answer.Text);
        Assert.DoesNotContain(talk.Seen, e => e is AgentEvent.TurnAudioEnded ended && ended.Turn == turn);
    }

    [Fact]
    public async Task Interruption_HeardInPart_TruncatesToWhatWasHeard()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible);
        talk.Speak();
        await talk.HeardAsync(2);
        talk.BeginToSpeak();
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();

        talk.Report(interrupted.Turn, 1.2345, PlayoutOutcome.Interrupted);
        var truncated = await talk.NextRawAsync("conversation.item.truncated");

        Assert.Equal(1_234, JsonSerializer.Deserialize<JsonElement>(truncated.Json.Span).GetProperty("audio_end_ms").GetInt64());
        Assert.Contains("assistant: [1234 ms]", talk.Peer.Session.Memory);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Warning);
    }

    [Fact]
    public async Task Interruption_HeardNotAtAll_DeletesTheItem()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible);
        talk.Speak();
        await talk.HeardAsync(1);
        talk.BeginToSpeak();
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();

        talk.Report(interrupted.Turn, 0, PlayoutOutcome.Interrupted);
        await talk.NextRawAsync("conversation.item.deleted");

        Assert.DoesNotContain(talk.Peer.Session.Memory, static line => line.StartsWith("assistant", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interruption_ReportedBeyondTheAudio_NeverTruncatesBeyondIt()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible);
        talk.Speak();
        await talk.HeardAsync(1);
        talk.BeginToSpeak();
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();
        var delivered = (long)talk.DurationOf(interrupted.Turn).TotalMilliseconds;

        talk.Report(interrupted.Turn, 3_600, PlayoutOutcome.Interrupted);
        var truncated = await talk.NextRawAsync("conversation.item.truncated");

        Assert.Equal(delivered, JsonSerializer.Deserialize<JsonElement>(truncated.Json.Span).GetProperty("audio_end_ms").GetInt64());
    }

    [Fact]
    public async Task Speech_AfterTheAgentGeneratedButBeforeItWasPlayedOut_InterruptsAndTruncates()
    {
        await using var talk = await OpenAITalk.OpenAsync();
        talk.Speak();
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();
        await talk.NextRawAsync("response.done");

        talk.Speak();
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();
        talk.Report(interrupted.Turn, 0.25, PlayoutOutcome.Interrupted);
        await talk.NextRawAsync("conversation.item.truncated");

        Assert.Equal(ended.Turn, interrupted.Turn);
        Assert.Contains("assistant: [250 ms]", talk.Peer.Session.Memory);
        Assert.DoesNotContain("response.cancel", talk.Sent);
    }

    [Fact]
    public async Task Speech_AfterTheTurnWasPlayedOut_InterruptsNothing()
    {
        await using var talk = await OpenAITalk.OpenAsync();
        talk.Speak();
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();
        talk.Report(ended.Turn, 1, PlayoutOutcome.Finished);

        talk.Speak();
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Interrupted);
        Assert.Contains("assistant: One.", talk.Peer.Session.Memory);
    }

    [Fact]
    public async Task Speech_WhereInterruptionsAreOff_InterruptsNothing()
    {
        await using var talk = await OpenAITalk.OpenAsync(
            OpenAITalk.Interruptible, """{"turnDetection": {"interruptResponse": false, "createResponse": false}}""");
        talk.Connection.SendUserText("Tell me a story.");
        var turn = await talk.HeardAsync(1);

        talk.BeginToSpeak();
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Equal(turn, ended.Turn);
        Assert.Equal(10, talk.DurationOf(turn).TotalSeconds, 3);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Interrupted);
    }

    [Fact]
    public async Task Interrupt_ByTheHost_CancelsTheResponse()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Interruptible);
        talk.Speak();
        var turn = await talk.HeardAsync(1);

        Assert.Equal(SendResult.Accepted, talk.Connection.Interrupt());
        talk.Report(turn, 0.5, PlayoutOutcome.Interrupted);
        var interrupted = await talk.NextAsync<AgentEvent.Interrupted>();
        await talk.NextRawAsync("conversation.item.truncated");

        Assert.Equal(turn, interrupted.Turn);
        Assert.Equal(["session.update", "response.cancel", "conversation.item.truncate"], talk.Sent);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Raw { Type: "error" });
    }

    [Fact]
    public async Task Interrupt_WhereNothingIsGenerated_SendsNothing()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        Assert.Equal(SendResult.Accepted, talk.Connection.Interrupt());
        talk.Connection.SendUserText("Hello!");
        await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.DoesNotContain("response.cancel", talk.Sent);
    }

    [Fact]
    public async Task Interruptions_AtRandomMoments_NeverLeaveTheAgentMute()
    {
        var random = new Random(5);
        var sandbox = OpenAITalk.Interruptible with { Script = new(null, [OpenAITalk.Reply("Again and again.", 3)]), LateDeltas = 4 };
        await using var talk = await OpenAITalk.OpenAsync(sandbox);

        for (var i = 0; i < 40; i++)
        {
            talk.Speak();
            var turn = await talk.HeardAsync(random.NextDouble());
            if (random.Next(2) == 0)
            {
                talk.Connection.Interrupt();
            }

            if (random.Next(2) == 0)
            {
                talk.Report(turn, random.NextDouble(), PlayoutOutcome.Interrupted);
            }
        }

        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Closed);
    }
}
