using System.Text;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Server.Api.Resources;
using Connectors.Testing;
using Connectors.Tests.Core.Sessions.Desk;

namespace Connectors.Tests.Server.Api.Resources;

public sealed class LiveStreamsTests : IAsyncDisposable
{
    private readonly FollowedSessions _sessions = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    [Fact]
    public async Task Events_WhoseWatchIsOverEarlyWhileTheSessionEnds_AreToldToTheEndOnce()
    {
        await _sessions.AddAsync(1);
        _sessions.Answer(1);
        _sessions.Host.Watch = BreakOffAsync;
        await using var frames = Run(1);

        var told = await ToAsync(frames, "session.ended");
        _sessions.World.Time.Advance(LiveStreams.Longest);
        told.AddRange(await ToAsync(frames, null));

        Assert.Single(told, frame => frame.Contains("event: session.state_changed\n", StringComparison.Ordinal));
        Assert.Single(told, frame => frame.Contains("event: session.ended\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_AreToldTogetherWithTheWatchedOne_HoweverOldItIs()
    {
        await _sessions.AddAllAsync(1, 51, FakeTime.Start);
        await using var frames = Run(1);

        var told = await ToAsync(frames, "sessions.told");

        Assert.Single(told, frame => frame.StartsWith("event: session\n", StringComparison.Ordinal)
            && frame.Contains($"\"id\":\"{FollowedSessions.IdOf(1)}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_OfEventsThatCannotBeOpened_EndsWithAProblem()
    {
        await _sessions.AddAsync(1, FakeTime.Start);
        await _sessions.KeepAsync(1);
        _sessions.World.Use(_sessions.Host, _sessions.Closed());
        await using var frames = Run(1);

        var last = (await ToAsync(frames, null))[^1];

        Assert.StartsWith("event: problem\ndata: {", last, StringComparison.Ordinal);
        Assert.Contains("\"status\":503", last, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WhoseStoreIsAway_EndsWithAProblemAndTheTimeToWait()
    {
        await _sessions.AddAsync(1);
        _sessions.World.Sessions.IsAway = true;
        await using var frames = Run(1);

        var last = (await ToAsync(frames, null))[^1];

        Assert.StartsWith("event: problem\ndata: {", last, StringComparison.Ordinal);
        Assert.Contains("\"retry_after_seconds\":5", last, StringComparison.Ordinal);
    }

    // Of a reader that was too slow, or of a session that another node goes on with: no end is told.
    private async IAsyncEnumerable<SessionEventEntry> BreakOffAsync()
    {
        yield return new(1, _sessions.World.Time.GetUtcNow(), new SessionEvent.StateChanged(SessionState.Live));
        await _sessions.EndAsync(1);
        _sessions.Host.Snapshots.Clear();
    }

    private IAsyncEnumerator<byte[]> Run(int watched)
    {
        var world = _sessions.World;
        var streams = new LiveStreams(world.Desk, new SessionFollowing(world.Desk, world.Content, world.Time), world.Time);
        return streams.RunAsync("tenant", (FollowedSessions.IdOf(watched), 0), Cancellation).GetAsyncEnumerator(Cancellation);
    }

    // To the first of a type, or to the end.
    private async Task<List<string>> ToAsync(IAsyncEnumerator<byte[]> frames, string? type)
    {
        List<string> told = [];
        while (await _sessions.World.PassAsync(frames.MoveNextAsync().AsTask()))
        {
            told.Add(Encoding.UTF8.GetString(frames.Current));
            if (type is not null && told[^1].Contains($"event: {type}\n", StringComparison.Ordinal))
            {
                return told;
            }
        }

        Assert.Null(type);
        return told;
    }
}
