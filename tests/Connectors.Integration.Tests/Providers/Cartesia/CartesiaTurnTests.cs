using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.Cartesia;

public sealed class CartesiaTurnTests
{
    [Fact]
    public async Task Conversation_OfTwoTurns_HasTheirAudioAndNoWord()
    {
        await using var talk = await CartesiaTalk.OpenAsync();

        talk.Speak();
        var first = await talk.HeardAsync(1);
        talk.Report(first, 1, PlayoutOutcome.Finished);
        talk.Speak();
        var second = await talk.HeardAsync(1);

        Assert.True(second > first);
        Assert.True(talk.ToneOf(first, AgentTalk.AgentTone) > 1_000);
        Assert.Equal(TimeSpan.FromSeconds(1), talk.DurationOf(second));
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.UserText or AgentEvent.AgentText or AgentEvent.ToolCall);
    }

    [Fact]
    public async Task Introduction_OfTheSettings_IsSpokenFirst()
    {
        await using var talk = await CartesiaTalk.OpenAsync(
            CartesiaTalk.Quick with { Script = new(AgentTalk.Reply("Hello."), [AgentTalk.Reply("One.")]) });

        Assert.Equal(new TurnId(1), await talk.HeardAsync(1));
    }

    [Fact]
    public async Task User_WhoSpeaksIntoATurn_EndsIt()
    {
        await using var talk = await CartesiaTalk.OpenAsync(CartesiaTalk.Interruptible);
        talk.Speak();
        var story = await talk.HeardAsync(1);

        talk.BeginToSpeak();

        Assert.Equal(story, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        Assert.True(talk.DurationOf(story) < TimeSpan.FromSeconds(10));
        talk.Speak(0.1);
        Assert.True(await talk.HeardAsync(1) > story);
    }

    [Fact]
    public async Task User_WhoSpeaksAfterATurnWasHeard_InterruptsNothing()
    {
        await using var talk = await CartesiaTalk.OpenAsync();
        talk.Speak();
        var turn = await talk.HeardAsync(1);
        talk.Report(turn, 1, PlayoutOutcome.Finished);

        talk.Speak();
        await talk.HeardAsync(1);

        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.Interrupted);
    }

    [Fact]
    public async Task Custom_AndDtmf_GoToTheAgentsCodeAndBack()
    {
        await using var talk = await CartesiaTalk.OpenAsync();

        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("custom", Json("""{"metadata": {"page": "cart", "n": 1e3}}""")));
        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("dtmf", Json("""{"dtmf": "#"}""")));
        var back = await talk.NextRawAsync("custom");

        Assert.Equal("cart", JsonElement.Parse(back.Json.Span).GetProperty("metadata").GetProperty("echo").GetProperty("page").GetString());
        Assert.Equal("#", (string?)(await talk.SentAsync("dtmf"))["dtmf"]);
        Assert.Equal(talk.Peer.StreamId, (string?)(await talk.SentAsync("custom"))["stream_id"]);
    }

    [Theory]
    [InlineData("custom", "{}", SendResult.Invalid)]
    [InlineData("custom", """{"metadata": "text"}""", SendResult.Invalid)]
    [InlineData("dtmf", """{"dtmf": "12"}""", SendResult.Invalid)]
    [InlineData("dtmf", """{"dtmf": "x"}""", SendResult.Invalid)]
    [InlineData("media_input", """{"media": {"payload": "AAAA"}}""", SendResult.NotSupported)]
    [InlineData("start", "{}", SendResult.NotSupported)]
    public async Task RawMessage_ThatIsWrong_IsRefused(string name, string data, SendResult result)
    {
        await using var talk = await CartesiaTalk.OpenAsync();

        Assert.Equal(result, talk.Connection.SendRaw(name, Json(data)));
    }

    [Fact]
    public async Task Transfer_OfTheCall_IsWarnedOf()
    {
        await using var talk = await CartesiaTalk.OpenAsync(CartesiaTalk.Quick with { TransfersCalls = true });

        Assert.Equal("transfer-ignored", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        talk.Speak();
        await talk.HeardAsync(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("the customer said good bye")]
    public async Task Agent_ThatHangsUp_IsHeardFirstAndItsReasonNotRepeated(string? reason)
    {
        await using var talk = await CartesiaTalk.OpenAsync(CartesiaTalk.Quick with
        {
            Script = new(null, [AgentTalk.Reply("Good bye.") with { HangUp = true }]),
            EndReason = reason,
        });
        talk.Speak();
        var turn = await talk.HeardAsync(1);

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.EndedByAgent, false), (closed.Kind, closed.Retryable));
        Assert.Equal(TimeSpan.FromSeconds(1), talk.DurationOf(turn));
        Assert.DoesNotContain("customer", closed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithoutAMessageForTooLong_EndsAsIdle()
    {
        await using var talk = await CartesiaTalk.OpenAsync(CartesiaTalk.Quick with { IdleLimit = TimeSpan.FromMilliseconds(300) });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Idle, true), (closed.Kind, closed.Retryable));
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
