using Connectors.Events;

namespace Connectors.Integration.Tests.Providers.Gemini;

public sealed class GeminiResumeTests
{
    private static readonly ConversationLine[] Said =
        [new(Speaker.User, "My name is Ada."), new(Speaker.Agent, "Hello Ada."), new(Speaker.User, "And now?")];

    [Fact]
    public async Task Conversation_ResumedByItsToken_RemembersEverythingAndGoesOn()
    {
        await using var talk = await GeminiTalk.ReadyAsync();
        talk.Speak();
        await talk.HearTurnAsync();
        var token = await TokenAfterTurnAsync(talk);
        await talk.Connection.CloseAsync();

        await talk.OpenAsync(new() { ResumeToken = token, History = Said, Greeting = AgentGreeting.None });
        await talk.Told.WaitAsync<AgentEvent.Ready>();
        talk.Speak();
        await talk.HearTurnAsync();

        Assert.True(talk.Peer.Session.IsResumed);
        Assert.Equal(
            ["user: The first thing I say.", "model: One.", "user: The first thing I say.", "model: Two."], talk.Memory());
        Assert.Equal(token, (string)talk.SetupSent["sessionResumption"]!["handle"]!);
        Assert.Null(talk.SetupSent["historyConfig"]);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData(GeminiTalk.TakesContents, false)]
    public async Task Conversation_WithoutAToken_GoesOnFromWhatWasSaidUnanswered(string settings, bool isComplete)
    {
        await using var talk = await GeminiTalk.ReadyAsync(
            settings: settings, options: new() { History = Said, Greeting = AgentGreeting.None });
        await GeminiTalk.UntilAsync(() => talk.Sent.Count > 1);

        talk.Connection.SendUserText("Who am I?");
        await talk.HearTurnAsync();

        Assert.Equal(
            ["user: My name is Ada.", "model: Hello Ada.", "user: And now?", "user: Who am I?", "model: One."], talk.Memory());
        Assert.Equal(isComplete, (bool)talk.Sent[1]["clientContent"]!["turnComplete"]!);
        Assert.Equal(isComplete, (bool?)talk.SetupSent["historyConfig"]?["initialHistoryInClientContent"] == true);
    }

    [Fact]
    public async Task Token_ThatIsUnknownOrExpired_EndsSoThatAnotherConnectionMaySucceed()
    {
        await using var talk = await GeminiTalk.ReadyAsync(GeminiTalk.Quick with { HandleLifetime = TimeSpan.FromMilliseconds(1) });
        var token = (await talk.Told.WaitAsync<AgentEvent.ResumeToken>()).Token;
        await talk.Connection.CloseAsync();
        foreach (var bad in (string[])[token, "unheard-of"])
        {
            await talk.OpenAsync(new() { ResumeToken = bad });

            var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

            Assert.Equal((CloseKind.ProtocolError, true, "resume-refused"), (closed.Kind, closed.Retryable, closed.Code));
        }
    }

    [Fact]
    public async Task Token_OfAConversationWithOtherSettings_IsRefused()
    {
        await using var talk = await GeminiTalk.ReadyAsync();
        var token = (await talk.Told.WaitAsync<AgentEvent.ResumeToken>()).Token;
        await talk.Connection.CloseAsync();

        await talk.OpenAsync(new() { ResumeToken = token, Language = "de-DE" });

        Assert.Equal("resume-refused", (await talk.Told.WaitAsync<AgentEvent.Closed>()).Code);
    }

    [Fact]
    public async Task Tokens_AreToldOnlyWhileTheConversationCanBeResumed()
    {
        await using var talk = await GeminiTalk.ReadyAsync();
        await talk.Told.WaitAsync<AgentEvent.ResumeToken>();

        talk.Peer.SendText("""{"sessionResumptionUpdate":{"newHandle":"","resumable":false}}""");
        talk.Peer.SendText("""{"sessionResumptionUpdate":{"newHandle":"late","resumable":false}}""");
        talk.Peer.SendText("""{"sessionResumptionUpdate":{"newHandle":"newer","resumable":true}}""");

        Assert.Equal("newer", (await talk.Told.WaitAsync<AgentEvent.ResumeToken>(1)).Token);
        Assert.DoesNotContain(talk.Told.Events, static e => e is AgentEvent.Raw { Type: "sessionResumptionUpdate" });
    }

    [Fact]
    public async Task Connection_AtItsLimit_SaysSoBeforeAndEndsRetryable()
    {
        await using var talk = await GeminiTalk.ReadyAsync(
            GeminiTalk.Quick with { ConnectionLimit = TimeSpan.FromSeconds(1.5), GoAwayNotice = TimeSpan.FromSeconds(1) });

        Assert.Equal(TimeSpan.FromSeconds(1), (await talk.Told.WaitAsync<AgentEvent.GoingAway>()).TimeLeft);
        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.MaximumDuration, true), (closed.Kind, closed.Retryable));
    }

    [Theory]
    [InlineData(1000, "", CloseKind.EndedByAgent, false)]
    [InlineData(1007, "Request contains an invalid argument.", CloseKind.ProtocolError, true)]
    [InlineData(1008, "Operation is not implemented, or supported, or enabled.", CloseKind.ProtocolError, true)]
    [InlineData(1011, "Internal error encountered.", CloseKind.ProviderError, true)]
    [InlineData(1011, "Deadline expired before operation could complete.", CloseKind.MaximumDuration, true)]
    [InlineData(1011, "Resource has been exhausted (e.g. check quota).", CloseKind.QuotaExceeded, false)]
    [InlineData(4001, "something else", CloseKind.ProviderError, true)]
    public async Task Conversation_ClosedByTheServer_EndsByStatusAndReason(int status, string reason, CloseKind kind, bool retryable)
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        talk.Peer.Close(new(status, reason));
        var closed = await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((kind, retryable), (closed.Kind, closed.Retryable));
    }

    [Fact]
    public async Task Words_OfAnUtteranceThatIsCutOffByTheEnd_AreToldAsFinal()
    {
        await using var talk = await GeminiTalk.ReadyAsync();

        talk.Peer.SendText("""{"serverContent":{"inputTranscription":{"text":"I was just about"}}}""");
        talk.Peer.Close(new(1011, string.Empty));
        await talk.Told.WaitAsync<AgentEvent.Closed>();

        Assert.True((await talk.Told.WaitAsync<AgentEvent.UserText>(1)).IsFinal);
    }

    private static async Task<string> TokenAfterTurnAsync(GeminiTalk talk)
    {
        await talk.Told.WaitUntilAsync(() => talk.Told.Events.OfType<AgentEvent.ResumeToken>().Count() == 2, "a newer token");
        return talk.Told.Events.OfType<AgentEvent.ResumeToken>().Last().Token;
    }
}
