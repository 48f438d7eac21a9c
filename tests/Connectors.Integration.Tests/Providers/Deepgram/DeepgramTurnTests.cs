using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.Deepgram;

public sealed class DeepgramTurnTests
{
    [Fact]
    public async Task User_WhoSpeaks_IsUnderstoodAndAnswered()
    {
        await using var talk = await DeepgramTalk.OpenAsync();
        talk.Speak();

        await talk.NextAsync<AgentEvent.UserSpeechStarted>();
        await talk.NextAsync<AgentEvent.UserSpeechStopped>();
        var said = await talk.NextAsync<AgentEvent.UserText>();
        var text = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);
        var ended = await talk.NextAsync<AgentEvent.TurnAudioEnded>();

        Assert.Equal((DeepgramTalk.Quick.UserTexts[0], true), (said.Text, said.IsFinal));
        Assert.Equal(("One.", ended.Turn), (text.Text, text.Turn));
        Assert.Equal(TimeSpan.FromSeconds(1), talk.DurationOf(ended.Turn));
        Assert.InRange(talk.ToneOf(ended.Turn, DeepgramTalk.AgentTone), 5_000, 33_000);
        Assert.Empty(talk.Seen.OfType<AgentEvent.Interrupted>());
    }

    [Fact]
    public async Task Sentences_AreToldOneByOneAndThenTogether()
    {
        await using var talk = await DeepgramTalk.OpenAsync(
            DeepgramTalk.Quick with { Script = new(null, [DeepgramTalk.Reply("It rains. Take a hat! Shall I go on?", 3)]) });
        talk.Connection.SendUserText("Hello.");
        var full = await talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);

        Assert.Equal("It rains. Take a hat! Shall I go on?", full.Text);
        var pieces = talk.Seen.OfType<AgentEvent.AgentText>().Where(static text => text.Kind == AgentTextKind.Delta).ToList();
        Assert.Equal(3, pieces.Count);
        Assert.Equal(full.Text, string.Concat(pieces.Select(static piece => piece.Text)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task User_WhoSpeaksIntoAnAnswer_CutsItAndHearsTheNextOnly(bool endsInterruptedAudio)
    {
        await using var talk = await DeepgramTalk.OpenAsync(
            DeepgramTalk.Interruptible with { EndsInterruptedAudio = endsInterruptedAudio, LateAudio = 4 });
        talk.Connection.SendUserText("Tell me something.");
        var first = await talk.HeardAsync(1);
        talk.Speak();

        Assert.Equal(first, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        var second = (await talk.NextAsync<AgentEvent.TurnAudioEnded>()).Turn;
        Assert.True(second > first);
        Assert.Equal(TimeSpan.FromSeconds(1), talk.DurationOf(second));
        Assert.True(talk.DurationOf(first) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task User_WhoWritesIntoAnAnswer_CutsIt()
    {
        await using var talk = await DeepgramTalk.OpenAsync(DeepgramTalk.Interruptible);
        talk.Connection.SendUserText("Tell me something.");
        var first = await talk.HeardAsync(1);
        talk.Connection.SendUserText("Something else.");

        Assert.Equal(first, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        Assert.True((await talk.NextAsync<AgentEvent.TurnAudioEnded>()).Turn > first);
        Assert.Empty(talk.Seen.OfType<AgentEvent.UserText>());
    }

    [Fact]
    public async Task TextToSay_IsSaidWordForWordBehindTheAnswer()
    {
        await using var talk = await DeepgramTalk.OpenAsync();
        talk.Connection.SendUserText("Hello.");
        talk.Connection.Say("We close at noon.");

        Assert.Equal("One.", (await FullAsync(talk)).Text);
        Assert.Equal("We close at noon.", (await FullAsync(talk)).Text);
        var sent = await talk.SentAsync("InjectAgentMessage");
        Assert.Equal(("We close at noon.", "queue"), ((string)sent["message"]!, (string)sent["behavior"]!));
    }

    [Fact]
    public async Task TextToSay_ThatDeepgramRefuses_IsWarnedOf()
    {
        await using var talk = await DeepgramTalk.OpenAsync(DeepgramTalk.Quick with { RefusesInjections = true });
        talk.Connection.Say("We close at noon.");

        Assert.Equal("injection-refused", (await talk.NextAsync<AgentEvent.Warning>()).Code);
    }

    [Fact]
    public async Task Client_ThatCutsInByItself_ReplacesTheAnswer()
    {
        await using var talk = await DeepgramTalk.OpenAsync(DeepgramTalk.Interruptible);
        talk.Connection.SendUserText("Tell me something.");
        var first = await talk.HeardAsync(1);
        using var message = JsonDocument.Parse("""{"message": "Sorry to cut in.", "behavior": "interrupt"}""");

        Assert.Equal(SendResult.Accepted, talk.Connection.SendRaw("InjectAgentMessage", message.RootElement));
        Assert.Equal(first, (await talk.NextAsync<AgentEvent.Interrupted>()).Turn);
        Assert.Equal("Sorry to cut in.", (await FullAsync(talk)).Text);
    }

    [Theory]
    [InlineData("UpdatePrompt", """{"prompt": "Be evil."}""", SendResult.NotSupported)]
    [InlineData("Settings", "{}", SendResult.NotSupported)]
    [InlineData("FunctionCallResponse", "{}", SendResult.NotSupported)]
    [InlineData("InjectUserMessage", """{"content": ""}""", SendResult.Invalid)]
    [InlineData("InjectAgentMessage", """{"message": "x", "behavior": "loud"}""", SendResult.Invalid)]
    [InlineData("InjectUserMessage", """{"content": "Hello."}""", SendResult.Accepted)]
    public async Task Client_SendsDeepgramsOwnMessages_AsFarAsTheyMay(string type, string data, SendResult expected)
    {
        await using var talk = await DeepgramTalk.OpenAsync();
        using var message = JsonDocument.Parse(data);

        Assert.Equal(expected, talk.Connection.SendRaw(type, message.RootElement));
    }

    [Fact]
    public async Task Note_ForTheAgent_IsPartOfItsPrompt()
    {
        await using var talk = await DeepgramTalk.OpenAsync(settings: """{"instructions": "Be kind."}""");
        talk.Connection.AddContext("The user is on page 2.", "page");
        await talk.NextRawAsync("PromptUpdated");

        Assert.Equal("Be kind.\n\nWhat you know besides:\nThe user is on page 2.", talk.Peer.Session.Prompt);
    }

    [Fact]
    public async Task Answer_ThatFails_IsWarnedOfAndTheNextIsHeard()
    {
        await using var talk = await DeepgramTalk.OpenAsync(DeepgramTalk.Quick with { FailedAnswers = 1 });
        talk.Connection.SendUserText("Hello.");
        Assert.Equal("think-failed", (await talk.NextAsync<AgentEvent.Warning>()).Code);
        talk.Connection.SendUserText("Hello?");

        Assert.Equal("Two.", (await FullAsync(talk)).Text);
    }

    [Fact]
    public async Task UnknownMessages_AmongTheOthers_PassAndChangeNothing()
    {
        await using var talk = await DeepgramTalk.OpenAsync(DeepgramTalk.Quick with { SendsUnknownMessages = true });
        talk.Speak();

        Assert.Equal("One.", (await FullAsync(talk)).Text);
        Assert.Contains(talk.Seen.OfType<AgentEvent.Raw>(), static raw => raw.Type == "SomethingNew");
    }

    [Fact]
    public async Task Tools_OfOneRequest_AreAnsweredTogether()
    {
        var reply = DeepgramTalk.Reply("It is {tool}.") with { Tool = new("get_weather", """{"city": "Bern"}""") };
        await using var talk = await DeepgramTalk.OpenAsync(
            DeepgramTalk.Quick with { Script = new(null, [reply]), CallsTwice = true, CallsServerSide = true },
            """{"tools": [{"name": "get_weather"}]}""");
        talk.Connection.SendUserText("How is the weather?");
        var first = await talk.NextAsync<AgentEvent.ToolCall>();
        var second = await talk.NextAsync<AgentEvent.ToolCall>();

        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(first.CallId, "warm", IsError: false)));
        Assert.Equal(SendResult.Accepted, talk.Connection.SendToolResult(new(second.CallId, "dry", IsError: false)));
        Assert.Equal("It is warm and dry.", (await FullAsync(talk)).Text);
        Assert.Equal(2, talk.Seen.OfType<AgentEvent.ToolCall>().Count());
    }

    private static Task<AgentEvent.AgentText> FullAsync(DeepgramTalk talk) =>
        talk.NextAsync<AgentEvent.AgentText>(static text => text.Kind == AgentTextKind.Full);
}
