using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Transcripts;

namespace Connectors.Testing;

/// <summary>What every host of sessions does; one class per edition runs it.</summary>
public abstract class SessionHostContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The host; in a cluster that of one of its nodes.</summary>
    protected abstract ISessionHost Host { get; }

    /// <summary>The same sessions by another way, where there is one.</summary>
    protected virtual ISessionHost Other => Host;

    /// <summary>How often LiveAvatar was asked to start a session.</summary>
    protected abstract int Starts { get; }

    [Fact]
    public async Task Start_Done_TheUserCanJoinAndTheSessionIsLive()
    {
        var start = await StartAsync("s-1");

        Assert.Null(start.Failure);
        Assert.Equal(("s-1", "client-token"), (start.Access!.SessionId, start.Access.UserToken));
        var found = await Other.FindAsync("s-1", Cancellation);
        Assert.Equal(("s-1", SessionState.Live, null), (found!.Id, found.State, found.End));
    }

    [Fact]
    public async Task Start_OfTheSameId_HasTheSameAnswerAndStartsNothing()
    {
        HoldStarts(isHeld: true);
        var first = StartAsync("s-1");
        await UntilAsync(() => Task.FromResult(Starts == 1));
        var second = Other.StartAsync(Session("s-1"), Cancellation);
        HoldStarts(isHeld: false);
        var answers = await Task.WhenAll(PassAsync(first), PassAsync(second));

        var third = await PassAsync(Other.StartAsync(Session("s-1"), Cancellation));

        Assert.NotNull(answers[0].Access);
        Assert.All([answers[1], third], answer => Assert.Equal(answers[0].Access, answer.Access));
        Assert.Equal(1, Starts);
    }

    [Fact]
    public async Task Start_WithAConnectorThatIsNotThere_FailsAndLeavesNothing()
    {
        var start = await PassAsync(Host.StartAsync(Session("s-1") with { ConnectorId = "none" }, Cancellation));

        Assert.Equal(SessionEndReasons.AgentMisconfigured, start.Failure?.Reason);
        Assert.Null(start.Access);
        Assert.Null(await Other.FindAsync("s-1", Cancellation));
    }

    [Fact]
    public async Task Start_GivenUp_LeavesNoSessionBehind()
    {
        HoldStarts(isHeld: true);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var starting = Host.StartAsync(Session("s-1"), caller.Token);
        await UntilAsync(() => Task.FromResult(Starts == 1));

        await caller.CancelAsync();
        var start = await PassAsync(starting);

        Assert.Equal((null, SessionEndReasons.StoppedByTenant), (start.Access, start.Failure?.Reason));
        HoldStarts(isHeld: false);
        await UntilAsync(async () => await Other.FindAsync("s-1", Cancellation) is null or { State: SessionState.Ended });
    }

    [Fact]
    public async Task Session_NobodyStarted_IsNotThere()
    {
        Assert.Null(await Host.FindAsync("s-9", Cancellation));
        Assert.Null(await Host.TranscriptAsync("s-9", Cancellation));
        Assert.Null(await Host.CommandAsync("s-9", new RoomCommand.Interrupt(null), Cancellation));
        Assert.Null(await Host.StopAsync("s-9", SessionEndReasons.StoppedByTenant, Cancellation));
        Assert.Empty(await Host.WatchAsync("s-9", 0, Cancellation).ToListAsync(Cancellation));
        await Host.ForgetAsync("s-9", Cancellation);
    }

    [Fact]
    public async Task Command_OfASession_IsCarriedOutAndAnswered()
    {
        await TalkAsync("s-1");

        var outcome = await PassAsync(Other.CommandAsync("s-1", new RoomCommand.SpeakResponse("c-1", "Hello"), Cancellation));

        Assert.Equal(CommandOutcome.Accepted, outcome);
        Assert.Equal(["text:Hello"], AgentCalls());
    }

    [Fact]
    public async Task Command_WithDataOfThePage_ArrivesAsItWasSent()
    {
        await TalkAsync("s-1");
        var data = System.Text.Json.JsonDocument.Parse("""{"a":[1,"ü"]}""").RootElement;

        await PassAsync(Other.CommandAsync("s-1", new RoomCommand.AgentMessage(null, "bare", default), Cancellation));
        await PassAsync(Other.CommandAsync("s-1", new RoomCommand.AgentMessage(null, "full", data), Cancellation));

        Assert.Equal(["raw:bare", "raw:full"], AgentCalls());
    }

    [Fact]
    public async Task Watch_FromAPlace_TellsEverythingBehindItUpToTheEnd()
    {
        await TalkAsync("s-1");
        var fromTheBeginning = WatchAsync(Other, 0);
        await SayAsync("s-1", "One.");
        await PassAsync(Host.StopAsync("s-1", SessionEndReasons.StoppedByTenant, Cancellation));
        var all = await PassAsync(fromTheBeginning);

        var rest = await PassAsync(WatchAsync(Other, 3));

        Assert.Equal(Enumerable.Range(1, all.Count).Select(place => (long)place), all.Select(entry => entry.Sequence));
        Assert.Equal(SessionEndReasons.StoppedByTenant, Assert.IsType<SessionEvent.Ended>(all[^1].Event).End.Reason);
        Assert.Contains(all, entry => entry.Event is SessionEvent.UserSaid { Text: "One.", IsFinal: true });
        Assert.Equal(all.Skip(3).Select(entry => entry.Sequence), rest.Select(entry => entry.Sequence));
        Assert.Empty(await PassAsync(WatchAsync(Other, all[^1].Sequence)));
    }

    [Fact]
    public async Task Transcript_OfALiveSession_HasWhatWasSaid()
    {
        await TalkAsync("s-1");
        await SayAsync("s-1", "My name is Anna.");

        var transcript = await PassAsync(Other.TranscriptAsync("s-1", Cancellation));

        var segment = Assert.Single(transcript!.Segments);
        Assert.Equal(("My name is Anna.", Speaker.User, TranscriptState.Final), (segment.Text, segment.Speaker, segment.State));
    }

    [Fact]
    public async Task Stop_OfASession_EndsItOnceAndTellsHowItEnded()
    {
        await TalkAsync("s-1");

        var end = await PassAsync(Other.StopAsync("s-1", SessionEndReasons.StoppedByTenant, Cancellation));
        var again = await PassAsync(Host.StopAsync("s-1", SessionEndReasons.ServerShutdown, Cancellation));

        Assert.Equal(SessionEnd.For(SessionEndReasons.StoppedByTenant), end);
        Assert.Equal(end, again);
        var found = await Host.FindAsync("s-1", Cancellation);
        Assert.Equal((SessionState.Ended, end), (found!.State, found.End));
    }

    [Fact]
    public async Task Stop_WhileItStarts_EndsIt()
    {
        HoldStarts(isHeld: true);
        var starting = StartAsync("s-1");
        await UntilAsync(() => Task.FromResult(Starts == 1));

        var stopping = Other.StopAsync("s-1", SessionEndReasons.StoppedByTenant, Cancellation);
        HoldStarts(isHeld: false);

        Assert.Equal(SessionEndReasons.StoppedByTenant, (await PassAsync(stopping))?.Reason);
        await PassAsync(starting);
        Assert.Equal(SessionState.Ended, (await Host.FindAsync("s-1", Cancellation))?.State);
    }

    [Fact]
    public async Task Forget_OfASession_WorksOnceItHasEnded()
    {
        await TalkAsync("s-1");
        await SayAsync("s-1", "My name is Anna.");
        await Other.ForgetAsync("s-1", Cancellation);
        Assert.NotNull(await PassAsync(Host.TranscriptAsync("s-1", Cancellation)));
        await PassAsync(Host.StopAsync("s-1", SessionEndReasons.StoppedByTenant, Cancellation));

        await Other.ForgetAsync("s-1", Cancellation);

        Assert.Null(await Host.TranscriptAsync("s-1", Cancellation));
        Assert.Null(await Host.FindAsync("s-1", Cancellation));
    }

    /// <summary>What a session shall be whose agent is ready as soon as it may be.</summary>
    protected abstract SessionSpecification Session(string id);

    /// <summary>Has LiveAvatar wait with its answers to starts, or not any more.</summary>
    protected abstract void HoldStarts(bool isHeld);

    /// <summary>The user of the one session says something.</summary>
    protected abstract void Say(string text);

    /// <summary>What the agent of the one session was told.</summary>
    protected abstract IReadOnlyList<string> AgentCalls();

    /// <summary>Lets time pass until something is done.</summary>
    protected abstract Task<T> PassAsync<T>(Task<T> task);

    private static Task<List<SessionEventEntry>> WatchAsync(ISessionHost host, long after) =>
        host.WatchAsync("s-1", after, Cancellation).ToListAsync(Cancellation).AsTask();

    private async Task<SessionStart> StartAsync(string id) => await PassAsync(Host.StartAsync(Session(id), Cancellation));

    private async Task TalkAsync(string id)
    {
        Assert.NotNull((await StartAsync(id)).Access);
        await SeeAsync(id, e => e is SessionEvent.AgentReady);
    }

    private async Task SayAsync(string id, string text)
    {
        Say(text);
        await SeeAsync(id, e => e is SessionEvent.UserSaid said && said.Text == text);
    }

    private async Task SeeAsync(string id, Func<SessionEvent, bool> isIt) => Assert.True(await PassAsync(
        Other.WatchAsync(id, 0, Cancellation).AnyAsync(entry => isIt(entry.Event), Cancellation).AsTask()));

    private Task<bool> UntilAsync(Func<Task<bool>> holds) => PassAsync(Task.Run(
        async () =>
        {
            while (!await holds())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
            }

            return true;
        },
        Cancellation));
}
