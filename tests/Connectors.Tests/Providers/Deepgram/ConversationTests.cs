using System.Text;
using System.Text.Json;
using Connectors.Events;
using Connectors.Providers.Deepgram.Dialog;
using Connectors.Testing;

namespace Connectors.Tests.Providers.Deepgram;

public sealed class ConversationTests
{
    private readonly List<string> _sent = [];
    private readonly Conversation _conversation;
    private bool _isFull;

    public ConversationTests() => _conversation = new("Be kind.", new FakeTime(), message =>
    {
        if (!_isFull)
        {
            _sent.Add(Encoding.UTF8.GetString(message.Written.Span));
        }

        message.Dispose();
        return !_isFull;
    });

    [Fact]
    public void Notes_StandBehindThePromptAndReplaceThoseOfTheirKey()
    {
        _conversation.AddNote("The user is on page 1.", "page");
        _conversation.AddNote("It rains.", null);
        Assert.Equal(SendResult.Accepted, _conversation.AddNote("The user is on page 2.", "page"));

        Assert.Equal(
            """{"type":"UpdatePrompt","prompt":"Be kind.\n\nWhat you know besides:\nIt rains.\nThe user is on page 2."}""", _sent[^1]);
    }

    [Fact]
    public void Notes_ForWhichThePromptHasNoPlace_PushOutTheOldestOrAreRefused()
    {
        _conversation.AddNote(new string('a', 20_000), null);
        Assert.Empty(_conversation.Outbox);
        Assert.Equal(SendResult.Accepted, _conversation.AddNote(new string('b', 20_000), null));

        Assert.DoesNotContain("aa", PromptOf(_sent[^1]), StringComparison.Ordinal);
        Assert.Equal("context-shortened", Assert.IsType<AgentEvent.Warning>(Assert.Single(_conversation.Outbox)).Code);
        Assert.Equal(SendResult.Invalid, _conversation.AddNote(new string('c', 25_000), null));
        Assert.Equal(2, _sent.Count);
    }

    [Fact]
    public void Note_ThatCouldNotBeSent_IsNotKept()
    {
        _isFull = true;
        Assert.Equal(SendResult.QueueFull, _conversation.AddNote("Lost.", null));
        _isFull = false;
        _conversation.AddNote("Kept.", null);

        Assert.DoesNotContain("Lost.", _sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void UserText_ThatDeepgramRepeats_IsToldByNobodyTwice()
    {
        _conversation.AddUserText("Hello.");
        Apply("""{"type":"ConversationText","role":"user","content":"Hello."}""");
        Apply("""{"type":"ConversationText","role":"user","content":"Hello."}""");

        Assert.Equal("Hello.", Assert.Single(_conversation.Outbox.OfType<AgentEvent.UserText>()).Text);
    }

    [Fact]
    public void SpokenWords_ThatWereWrittenBefore_AreTold()
    {
        _conversation.AddUserText("Yes.");
        Apply("""{"type":"UserStartedSpeaking"}""");
        Apply("""{"type":"ConversationText","role":"user","content":"Yes."}""");

        Assert.Equal(
            ["UserSpeechStarted", "UserSpeechStopped", "UserText"], _conversation.Outbox.Select(static e => e.ToString()));
    }

    [Fact]
    public void FunctionCalls_OfTheClientsSide_AreTheOnlyOnesTold()
    {
        Apply("""
            {"type":"FunctionCallRequest","functions":[
              {"id":"1","name":"ours","arguments":"{\"a\":1}","client_side":true},
              {"id":"2","name":"theirs","arguments":"{}","client_side":false},
              {"id":"3","name":"nobodys","arguments":"{}"},
              {"id":"4","name":"ours","arguments":"","client_side":true}]}
            """);

        Assert.Equal(
            [("1", """{"a":1}"""), ("4", "{}")],
            _conversation.Outbox.OfType<AgentEvent.ToolCall>().Select(static call => (call.CallId, call.ArgumentsJson)));
        Assert.Equal(SendResult.UnknownCall, _conversation.AddToolResult(new("2", "x", IsError: false)));
        Assert.Equal(SendResult.Accepted, _conversation.AddToolResult(new("4", "Broken.", IsError: true)));
        Assert.Equal(
            """{"type":"FunctionCallResponse","id":"4","name":"ours","content":"{\u0022error\u0022:\u0022Broken.\u0022}"}""", _sent[^1]);
    }

    [Theory]
    [InlineData("""{"type":"Warning","code":"PROMPT_TOO_LONG"}""", "prompt-too-long")]
    [InlineData("""{"type":"Warning","code":"THINK_REQUEST_FAILED"}""", "think-failed")]
    [InlineData("""{"type":"Warning","code":"SPEAK_REQUEST_FAILED"}""", "speak-failed")]
    [InlineData("""{"type":"Warning","code":"FUNCTION_CALL_FAILED"}""", "tool-failed")]
    [InlineData("""{"type":"Warning","code":"INJECT_AGENT_MESSAGE_DURING_USER_SPEECH"}""", "injection-refused")]
    [InlineData("""{"type":"Warning","code":"Something secret was said"}""", "provider-warning")]
    [InlineData("""{"type":"InjectionRefused","message":"Something secret was said"}""", "injection-refused")]
    public void Warning_OfDeepgram_IsToldByItsCodeOnly(string message, string code)
    {
        Apply(message);

        var warning = Assert.IsType<AgentEvent.Warning>(Assert.Single(_conversation.Outbox));
        Assert.Equal(code, warning.Code);
        Assert.DoesNotContain("secret", warning.Message, StringComparison.Ordinal);
        Assert.Null(_conversation.Ending);
    }

    private static string PromptOf(string message)
    {
        using var json = JsonDocument.Parse(message);
        return json.RootElement.GetProperty("prompt").GetString()!;
    }

    private void Apply(string message)
    {
        using var json = JsonDocument.Parse(message);
        ServerEvents.Apply(_conversation, json.RootElement.GetProperty("type").GetString()!, json.RootElement.Clone());
    }
}
