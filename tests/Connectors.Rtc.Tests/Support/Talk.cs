using System.Collections.Concurrent;
using System.Text.Json;
using Connectors.Core.Rooms;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.Rooms;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Support;

/// <summary>A session seen from outside: its user in the room, its avatar's socket, its agent, and a watcher of its events.</summary>
/// <param name="connector">Its agent's connector.</param>
/// <param name="id">Its id.</param>
/// <param name="agent">The agent's stand-in; no other session talks with it.</param>
/// <param name="avatar">The avatar's.</param>
internal sealed class Talk(string connector, string id, IDemoAgent agent, SandboxSession avatar) : IAsyncDisposable
{
    /// <summary>How long a question takes; what a user says before the agent answers.</summary>
    public static readonly TimeSpan Question = TimeSpan.FromMilliseconds(600);

    private const short Sounding = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<WatchedLine> _shown = [];
    private readonly ConcurrentQueue<(long At, RoomEvent Event)> _inRoom = new();
    private readonly CancellationTokenSource _over = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TenantClient? _client;

    public string Connector => connector;

    public string Id => id;

    public SandboxSession Avatar => avatar;

    public SandboxUser User { get; } = new(TimeProvider.System);

    /// <summary>What the watcher was shown.</summary>
    public IReadOnlyList<WatchedLine> Shown
    {
        get
        {
            lock (_lock)
            {
                return [.. _shown];
            }
        }
    }

    /// <summary>What the user's page was told of the room.</summary>
    public IReadOnlyList<(long At, RoomEvent Event)> InRoom => [.. _inRoom];

    public IReadOnlyList<HeardConversation> Conversations => agent.Conversations;

    /// <summary>Ends with the stream.</summary>
    public Task Watching { get; private set; } = Task.CompletedTask;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The user comes in.</summary>
    public async Task JoinAsync(JsonElement started)
    {
        User.Happened = e => _inRoom.Enqueue((TimeProvider.System.GetTimestamp(), e));
        await User.JoinAsync(
            new(started.GetProperty("livekit_url").GetString()!), started.GetProperty("livekit_client_token").GetString()!, Cancellation);
    }

    /// <summary>Shows somebody what of the session's events was not shown yet, until the node goes.</summary>
    public void Watch(TenantClient client)
    {
        _client = client;
        Watching = WatchAsync(client, Shown is [.., var last] ? last.Id : 0);
    }

    /// <summary>Waits until so many events of a kind have been shown.</summary>
    /// <returns>The last one of them.</returns>
    public async Task<WatchedLine> ShownAsync(int count, Func<WatchedLine, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_shown.Where(wanted).ElementAtOrDefault(count - 1) is { } found)
                {
                    return found;
                }

                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
            {
                var told = string.Join(", ", Shown.Select(Describe));
                throw new TimeoutException($"{connector}: not shown; in the room {Movements(0)}; told: {told}");
            }
        }
    }

    /// <summary>Waits until so many turns have ended.</summary>
    public Task<WatchedLine> TurnsAsync(int count) => ShownAsync(count, static told => told.Type == "turn.ended");

    /// <summary>The user asks something.</summary>
    /// <returns>When.</returns>
    public long Ask()
    {
        var question = new short[(int)(Question.TotalSeconds * SandboxUser.SampleRate)];
        new Tone(350, SandboxUser.SampleRate).Fill(question);
        User.Say(question);
        return TimeProvider.System.GetTimestamp();
    }

    /// <summary>What sounded in the room from a moment on: one after the other, pauses below 300 ms being part of it.</summary>
    public IReadOnlyList<HeardRun> Heard(long since)
    {
        List<HeardRun> runs = [];
        foreach (var frame in User.Heard.Frames().Where(frame => frame.Timestamp >= since && frame.Peak >= Sounding))
        {
            if (runs.Count == 0 || !runs[^1].TryAdd(frame.Timestamp))
            {
                runs.Add(new(frame.Timestamp));
            }
        }

        return runs;
    }

    /// <summary>Waits until so much has sounded since a moment.</summary>
    /// <returns>When it began to.</returns>
    public async Task<long> HearAsync(long since, TimeSpan much)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        var (seen, first, frames) = (0, 0L, 0);
        while (true)
        {
            var next = User.Heard.NextFrameAsync();
            var fresh = User.Heard.Frames(seen);
            seen += fresh.Count;
            foreach (var frame in fresh.Where(frame => frame.Timestamp >= since && frame.Peak >= Sounding))
            {
                first = first == 0 ? frame.Timestamp : first;
                frames++;
            }

            if (frames * 10 >= much.TotalMilliseconds)
            {
                return first;
            }

            await next.WaitAsync(limit.Token);
        }
    }

    /// <summary>Waits until the avatar has been silent for half a second.</summary>
    public async Task SilenceAsync()
    {
        const int Enough = 50;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        for (var (seen, silent) = (User.Heard.Frames().Count, 0); silent < Enough;)
        {
            var next = User.Heard.NextFrameAsync();
            var fresh = User.Heard.Frames(seen);
            seen += fresh.Count;
            silent = fresh.Any(static frame => frame.Peak >= Sounding) ? 0 : silent + fresh.Count;
            await next.WaitAsync(limit.Token);
        }
    }

    /// <summary>The tenant ends it, by the node where it is watched; the watcher is shown the end.</summary>
    public async Task StopAsync()
    {
        await _client!.CallAsync(HttpMethod.Post, $"sessions/{id}/stop");
        await ShownAsync(1, static told => told.Type == "session.ended");
    }

    /// <summary>Waits until the avatar's socket had something happen after a moment.</summary>
    public async Task<LiteRecord> AvatarAsync(long since, Func<LiteRecord, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        return await avatar.Log.WaitAsync(record => record.Timestamp >= since && wanted(record), limit.Token);
    }

    /// <summary>Waits until somebody new has the avatar's socket.</summary>
    public Task<LiteRecord> AvatarSocketAsync(long since) => AvatarAsync(since, static record => record.Type == "socket.opened");

    /// <summary>How much audio the avatar got since a moment, utterance by utterance.</summary>
    public IReadOnlyList<TimeSpan> SpokenTo(long since) =>
    [
        .. avatar.Log.Records
            .Where(record => record.Timestamp >= since && record is { Direction: LiteDirection.Received, Type: "agent.speak" })
            .GroupBy(record => record.EventId)
            .Select(group => TimeSpan.FromSeconds(group.Sum(record => record.AudioBytes) / 48_000.0)),
    ];

    /// <summary>The states that the page was told since a moment: whether the session reconnects.</summary>
    public IReadOnlyList<bool> Reconnecting(long since) =>
    [
        .. InRoom.Where(told => told.At >= since)
            .Select(static told => told.Event).OfType<RoomEvent.DataReceived>().Where(static data => data.Topic == "connectors")
            .Select(static data => JsonElement.Parse(data.Payload.Span))
            .Where(static message => message.TryGetProperty("reconnecting", out _))
            .Select(static message => message.GetProperty("reconnecting").GetBoolean()),
    ];

    /// <summary>Who came and went in the room since a moment.</summary>
    public string Movements(long since) => string.Join(", ", InRoom.Where(told => told.At >= since).Select(static told => told.Event switch
    {
        RoomEvent.ParticipantJoined joined => $"+{joined.Identity}",
        RoomEvent.ParticipantLeft left => $"-{left.Identity}",
        _ => null,
    }).OfType<string>());

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Watching;
        await User.DisposeAsync();
        _over.Dispose();
    }

    private static string Describe(WatchedLine told) => told.Type is "session.warning" or "session.ended" or "turn.interrupted"
        ? $"{told.Type} {told.Data}"
        : told.Type;

    private async Task WatchAsync(TenantClient client, long after)
    {
        try
        {
            await foreach (var told in client.WatchAsync(id, after, _over.Token))
            {
                TaskCompletionSource more;
                lock (_lock)
                {
                    _shown.Add(told);
                    more = _more;
                    _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                more.SetResult();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // The node is gone, or the test is over.
        }
    }
}
