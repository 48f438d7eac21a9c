using Connectors.Events;
using Connectors.Sandbox.OpenAI;

namespace Connectors.Integration.Tests.Providers.OpenAI;

public sealed class OpenAIEndTests
{
    [Fact]
    public async Task Session_AtItsLimit_EndsRetryable()
    {
        await using var talk = await OpenAITalk.OpenAsync(OpenAITalk.Quick with { SessionLimit = TimeSpan.FromMilliseconds(500) });

        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.MaximumDuration, true, "session_expired"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Theory]
    [InlineData(1000, "", CloseKind.EndedByAgent, false)]
    [InlineData(1001, "", CloseKind.MaximumDuration, true)]
    [InlineData(1007, "", CloseKind.ProtocolError, true)]
    [InlineData(1008, "", CloseKind.Unauthorized, false)]
    [InlineData(1011, "", CloseKind.ProviderError, true)]
    [InlineData(1013, "", CloseKind.RateLimited, true)]
    [InlineData(3000, "invalid_request_error.invalid_api_key", CloseKind.Unauthorized, false)]
    [InlineData(4000, "invalid_request_error.model_not_found", CloseKind.Misconfigured, false)]
    [InlineData(4001, "something.else", CloseKind.ProviderError, true)]
    public async Task Socket_ClosedByTheServer_EndsByItsStatus(int status, string reason, CloseKind kind, bool retryable)
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Peer.Close(status, reason);
        var closed = await talk.ClosedAsync();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Socket_CutByTheServer_EndsAsLost()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Peer.Abort();
        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.Network, true), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task FatalError_DuringTheConversation_EndsItThoughTheSocketStaysOpen()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Peer.Session.Emit(new RealtimeError("insufficient_quota", "You exceeded your current quota.").ToEvent(null));
        var closed = await talk.ClosedAsync();

        Assert.Equal((CloseKind.QuotaExceeded, false, "insufficient_quota"), (closed.Kind, closed.Retryable, closed.Code));
    }

    [Fact]
    public async Task OtherError_DuringTheConversation_IsAWarningWithoutThePeersWords()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Peer.Session.Emit(new RealtimeError("some_code", "The user said something private.").ToEvent(null));
        var warning = await talk.NextAsync<AgentEvent.Warning>();

        Assert.Equal("provider-error", warning.Code);
        Assert.Contains("some_code", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("private", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"type": 7}""")]
    [InlineData("""{"type": "error"} trailing""")]
    [InlineData("""{"type": "\ud800"}""")]
    [InlineData("""{"type": "response.output_audio.delta", "response_id": "r", "item_id": "i", "delta": "!!!!"}""")]
    public async Task Message_ThatCannotBeRead_IsAWarningAndTheConversationGoesOn(string text)
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Peer.SendText(text);
        Assert.Equal("malformed-message", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        talk.Speak();
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Equal(1, talk.DurationOf(ended.Turn).TotalSeconds, 3);
    }

    [Theory]
    [InlineData("""{"type": "error", "error": "flat"}""")]
    [InlineData("""{"type": "error"}""")]
    [InlineData("""{"type": "response.created", "response": null}""")]
    [InlineData("""{"type": "response.done", "response": {"id": 5, "output": "none", "usage": []}}""")]
    [InlineData("""{"type": "response.done", "response": {"id": "nobody", "output": [1, null, {}], "usage": {"input_tokens": "many"}}}""")]
    [InlineData("""
        {"type": "response.output_item.done", "response_id": "x", "item": {"type": "function_call", "call_id": "c", "name": "n"}}
        """)]
    [InlineData("""{"type": "response.output_audio.delta", "response_id": "nobody", "item_id": "i", "delta": "AAAA"}""")]
    [InlineData("""{"type": "response.output_audio.delta", "delta": {"a": ["AAAA"]}, "content_index": "x"}""")]
    [InlineData("""{"type": "response.output_audio_transcript.delta", "response_id": "\ud800", "item_id": "i", "delta": "t"}""")]
    [InlineData("""{"type": "conversation.item.input_audio_transcription.completed", "item_id": "i", "transcript": "\ud800"}""")]
    [InlineData("""{"type": "conversation.item.input_audio_transcription.delta", "item_id": 1, "delta": []}""")]
    [InlineData("""{"type": "session.updated"}""")]
    public async Task Message_WithMembersOfTheWrongKind_IsHarmless(string text)
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Peer.SendText(text);
        talk.Speak();
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Equal(1, talk.DurationOf(ended.Turn).TotalSeconds, 3);
        Assert.DoesNotContain(talk.Seen, static e => e is AgentEvent.ToolCall or AgentEvent.Closed);
    }

    [Fact]
    public async Task Messages_ThatAreAllUnreadable_EndTheConversation()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        for (var i = 0; i < 20; i++)
        {
            talk.Peer.SendText("not JSON");
        }

        Assert.Equal(CloseKind.ProtocolError, (await talk.ClosedAsync()).Kind);
    }

    [Fact]
    public async Task Message_OfTwoMebibytes_IsTaken()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        talk.Peer.Session.Emit(new() { ["type"] = "response.something_large", ["padding"] = new string('x', 2 * 1024 * 1024) });

        Assert.True((await talk.NextRawAsync("response.something_large")).Json.Length > 2 * 1024 * 1024);
    }

    [Fact]
    public async Task Close_ByTheHost_EndsOnceAndNothingIsTakenAfterwards()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        await Task.WhenAll(talk.Connection.CloseAsync(), talk.Connection.CloseAsync());

        var closed = Assert.IsType<AgentEvent.Closed>(talk.Seen[^1]);
        Assert.Equal((CloseKind.EndedByHost, false), (closed.Kind, closed.Retryable));
        Assert.Equal(SendResult.NotOpen, talk.Connection.SendAudio(new byte[960]));
        Assert.Equal(SendResult.NotOpen, talk.Connection.Interrupt());
        Assert.Equal(SendResult.NotOpen, talk.Connection.SendToolResult(new("c", "r", IsError: false)));
    }

    [Fact]
    public async Task Input_ThatIsMalformed_IsRefused()
    {
        await using var talk = await OpenAITalk.OpenAsync();

        Assert.Equal(SendResult.Invalid, talk.Connection.SendAudio(new byte[961]));
        Assert.Equal(SendResult.Invalid, talk.Connection.SendUserText(" "));
        Assert.Equal(SendResult.Invalid, talk.Connection.Say(new string('x', 200_000)));
        Assert.Equal(SendResult.NotSupported, talk.Connection.NotifyUserActivity());
    }
}
