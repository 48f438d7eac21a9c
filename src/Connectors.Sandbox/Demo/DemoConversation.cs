using Connectors.Core.Sessions;
using Connectors.Core.Transcripts;
using Connectors.Sandbox.Rooms;

namespace Connectors.Sandbox.Demo;

/// <summary>One conversation, held through a real room: the user speaks, the agent answers, the avatar says it.</summary>
internal sealed class DemoConversation(DemoWorld world, DemoTimeline timeline) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Longer than any answer that a script is likely to hold.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(120);

    // Between an answer's end and the user's next word, as people have it.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(700);

    private readonly SandboxUser _user = new(world.Time);
    private readonly SandboxParticipant _relay = new(SessionSpecification.DefaultUserIdentity, world.Time);

    /// <summary>What is missing that the conversation should have had.</summary>
    public List<string> Missing { get; } = [];

    public SessionWatch? Watch { get; private set; }

    /// <summary>What the user heard of the avatar in the room.</summary>
    public HeardSound Heard => _user.Heard;

    /// <summary>The user's microphone as a participant hears it who does nothing else.</summary>
    public HeardSound Relayed => _relay.Heard;

    /// <summary>What was said; null if it did not come to that.</summary>
    public TranscriptDocument? Transcript { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var specification = world.Specification();
        timeline.Say($"session   starts with {world.Agent.ConnectorId}");
        var start = await world.Sessions.StartAsync(specification, cancellationToken);
        Watch = new(world.Sessions.WatchAsync(specification.Id, 0, CancellationToken.None), world.Time, timeline.Say);
        if (start.Access is not { RoomUrl: { } url, UserToken: { } token })
        {
            Missing.Add($"a session: {start.Failure?.Reason} ({start.Message})");
            return;
        }

        await _relay.JoinAsync(url, world.ListenerToken(token, "listener"), cancellationToken);
        await _user.JoinAsync(url, token, cancellationToken);
        await TalkAsync(cancellationToken);
        // Where the agent hung up, the session comes to its end by itself.
        if (world.Options.Script.Replies.Take(world.Options.Turns).Any(reply => reply.HangUp))
        {
            await Watch.WaitAsync(e => e is SessionEvent.Ended, 0, Patience, cancellationToken);
        }

        Transcript = await world.Sessions.TranscriptAsync(specification.Id, cancellationToken);
        await world.Sessions.StopAsync(specification.Id, SessionEndReasons.StoppedByUser, cancellationToken);
        await Watch.Ended.WaitAsync(Patience, world.Time, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _user.DisposeAsync();
        await _relay.DisposeAsync();
    }

    private async Task TalkAsync(CancellationToken cancellationToken)
    {
        var ready = await Watch!.WaitAsync(e => e is SessionEvent.AgentReady, 0, Patience, cancellationToken);
        if (ready is null)
        {
            Missing.Add("the agent's conversation");
            return;
        }

        var last = ready.Sequence;
        if (world.Options.Script.Greeting is not null)
        {
            last = await TurnAsync("the greeting", last, cancellationToken) ?? last;
        }

        for (var turn = 1; turn <= world.Options.Turns && !Watch.Ended.IsCompleted; turn++)
        {
            await Task.Delay(Breath, world.Time, cancellationToken);
            _user.Say(world.Options.Speech);
            var next = world.Options.InterruptAfter is { } after
                ? await InterruptAsync(turn, after, last, cancellationToken)
                : await TurnAsync($"the answer to turn {turn}", last, cancellationToken);
            last = next ?? last;
        }
    }

    private async Task<long?> TurnAsync(string what, long after, CancellationToken cancellationToken)
    {
        var ended = await Watch!.WaitAsync(e => e is SessionEvent.TurnEnded, after, AnswerPatience, cancellationToken);
        if (ended is null && !Watch.Ended.IsCompleted)
        {
            Missing.Add(what);
        }

        return ended?.Sequence;
    }

    private async Task<long?> InterruptAsync(int turn, TimeSpan heard, long after, CancellationToken cancellationToken)
    {
        var speaking = await Watch!.WaitAsync(e => e is SessionEvent.AvatarSpeechStarted, after, Patience, cancellationToken);
        if (speaking is null)
        {
            Missing.Add($"the answer to turn {turn}");
            return null;
        }

        await Task.Delay(heard, world.Time, cancellationToken);
        _user.Say(world.Options.Speech);
        var cut = await Watch.WaitAsync(
            e => e is SessionEvent.Interrupted or SessionEvent.TurnEnded, speaking.Sequence, Patience, cancellationToken);
        if (cut?.Event is SessionEvent.TurnEnded { Figures.WasInterrupted: false } or null)
        {
            Missing.Add($"the interruption of turn {turn} (the answer may have been shorter than {heard.TotalSeconds:0.#} s)");
        }

        return await TurnAsync($"the answer after the interruption of turn {turn}", cut?.Sequence ?? after, cancellationToken);
    }
}
