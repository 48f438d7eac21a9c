using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>A conversation that goes on for as long as the test wants, seen from outside, whoever has it.</summary>
/// <param name="name">Its connector, and its id.</param>
/// <param name="avatar">The session as LiveAvatar has it.</param>
/// <param name="user">Its user.</param>
/// <param name="node">A node to watch it by; another one each time.</param>
internal sealed class RollingTalk(
    (string Connector, string Id) name, SandboxSession avatar, IRollingUser user, Func<TenantClient> node) : IAsyncDisposable
{
    private static readonly TimeSpan Question = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly List<WatchedLine> _shown = [];
    private readonly List<RollingTurn> _turns = [];
    private readonly Lock _lock = new();
    private Task _talking = Task.CompletedTask;
    private Task _watching = Task.CompletedTask;

    public string Connector => name.Connector;

    public string Id => name.Id;

    public SandboxSession Avatar => avatar;

    public IReadOnlyList<RollingTurn> Turns => _turns;

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

    /// <summary>How long each utterance was that the avatar got, in order.</summary>
    public IReadOnlyList<TimeSpan> Spoken =>
    [
        .. avatar.Log.Records.Where(static record => record is { Direction: LiteDirection.Received, Type: "agent.speak" })
            .GroupBy(static record => (record.Socket, record.EventId))
            .Select(static group => TimeSpan.FromSeconds(group.Sum(static record => record.AudioBytes) / 48_000.0)),
    ];

    /// <summary>How many utterances were heard to their end.</summary>
    public int HeardOut => avatar.Log.Records.Count(IsHeardOut);

    /// <summary>What sounded in the room; null: nobody can hear there.</summary>
    public IReadOnlyList<HeardRun>? Heard => user.Heard();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Begins to watch and to ask, one question after the other.</summary>
    public void Begin()
    {
        _watching = WatchAsync();
        _talking = TalkAsync();
    }

    /// <summary>Asks nothing more; waits for the last answer.</summary>
    public async Task FinishAsync()
    {
        await _enough.CancelAsync();
        await _talking;
    }

    /// <summary>Waits until the watcher was shown so many ends of turns.</summary>
    public async Task ShownAsync(int turns)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (Shown.Count(static told => told.Type == "turn.ended") < turns && !limit.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _over.CancelAsync();
        await Task.WhenAny(Task.WhenAll(_talking, _watching));
        await user.DisposeAsync();
        _over.Dispose();
        _enough.Dispose();
    }

    private static bool IsHeardOut(LiteRecord record) => record is { Direction: LiteDirection.Sent, Type: "agent.speak_ended" };

    private async Task TalkAsync()
    {
        // The greeting.
        await FindAsync(0, IsHeardOut);
        while (!_enough.IsCancellationRequested)
        {
            var asked = TimeProvider.System.GetTimestamp();
            user.Say(Question);
            var began = await FindAsync(asked, static record => record is { Direction: LiteDirection.Sent, Type: "agent.speak_started" });
            var ended = began is null ? null : await FindAsync(began.Value.Timestamp, IsHeardOut);
            _turns.Add(new(ended is null ? null : TimeProvider.System.GetElapsedTime(asked, began!.Value.Timestamp) - Question));
            await PauseAsync(TimeSpan.FromMilliseconds(300 + (_turns.Count * 170 % 700)));
        }
    }

    private async Task<LiteRecord?> FindAsync(long since, Func<LiteRecord, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        limit.CancelAfter(Patience);
        try
        {
            return await avatar.Log.WaitAsync(record => record.Timestamp >= since && wanted(record), limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task PauseAsync(TimeSpan length)
    {
        try
        {
            await Task.Delay(length, TimeProvider.System, _enough.Token);
        }
        catch (OperationCanceledException)
        {
            // That was the last one.
        }
    }

    // From node to node, by the id of the last event.
    private async Task WatchAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await foreach (var told in node().WatchAsync(Id, Shown is [.., var last] ? last.Id : 0, _over.Token))
                {
                    lock (_lock)
                    {
                        _shown.Add(told);
                    }
                }
            }
            catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
            {
                // The node has gone, or the test is over.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }
}
