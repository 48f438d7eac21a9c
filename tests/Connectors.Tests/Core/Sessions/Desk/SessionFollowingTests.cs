using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Keeping;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions.Desk;

public sealed class SessionFollowingTests : IAsyncDisposable
{
    private readonly FollowedSessions _sessions = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    [Fact]
    public async Task Following_OfMoreThanTwoHundredThatAreOn_TellsTheNewestAndTheOneThatIsWanted()
    {
        await _sessions.AddAllAsync(1, 203);
        await using var reader = Follow(also: 1);

        Assert.Equal(
            Enumerable.Range(4, 200).Reverse().Append(1).Select(FollowedSessions.IdOf), (await AllAsync(reader)).Select(view => view.Id));
        await _sessions.EndAsync(1);

        var ended = await NextAsync(reader);
        Assert.Equal((FollowedSessions.IdOf(1), SessionState.Ended), (ended.Id, ended.State));
    }

    [Fact]
    public async Task Following_OfOneThatNewerOnesPushedOut_GoesOnToItsEnd()
    {
        await _sessions.AddAllAsync(1, 200);
        await using var reader = Follow();
        Assert.Equal(200, (await AllAsync(reader)).Count);

        await _sessions.AddAsync(201);
        Assert.Equal(FollowedSessions.IdOf(201), (await NextAsync(reader)).Id);
        await _sessions.EndAsync(1);

        var ended = await NextAsync(reader);
        Assert.Equal((FollowedSessions.IdOf(1), SessionState.Ended), (ended.Id, ended.State));
    }

    [Fact]
    public async Task Following_OfWhatIsOverAndOld_IsForgotten()
    {
        await _sessions.AddAllAsync(1, 50, FakeTime.Start);
        await using var reader = Follow();
        Assert.Equal(50, (await AllAsync(reader)).Count);
        await PushOutAndBackAsync(reader);

        Assert.Equal(FollowedSessions.IdOf(1), (await NextAsync(reader)).Id);
    }

    [Fact]
    public async Task Following_OfTheOneThatIsWanted_IsNotForgottenHoweverOldItIs()
    {
        await _sessions.AddAllAsync(1, 50, FakeTime.Start);
        await using var reader = Follow(also: 1);
        Assert.Equal(50, (await AllAsync(reader)).Count);
        await PushOutAndBackAsync(reader);

        foreach (var number in new[] { 60, 61 })
        {
            await _sessions.AddAsync(number);
            Assert.Equal(FollowedSessions.IdOf(number), (await NextAsync(reader)).Id);
        }
    }

    [Fact]
    public async Task Following_OfOneThatAnotherNodeGoesOnWith_KeepsTheAnswersThatWereTold()
    {
        await _sessions.AddAsync(1);
        _sessions.Answer(1, 1, 2, 3);
        await using var reader = Follow();
        Assert.Equal([1, 2, 3], TurnsOf(Assert.Single(await AllAsync(reader))));

        _sessions.Answer(1, 4);
        Assert.Equal([1, 2, 3, 4], TurnsOf(await NextAsync(reader)));
        _sessions.Answer(1, 4, 5);
        Assert.Equal([1, 2, 3, 4, 5], TurnsOf(await NextAsync(reader)));
        _sessions.Answer(1, Enumerable.Range(6, TurnResponse.Most - 1));
        Assert.Equal(Enumerable.Range(5, TurnResponse.Most), TurnsOf(await NextAsync(reader)));
        _sessions.Host.Snapshots.Clear();
        await _sessions.EndAsync(1);

        var ended = await NextAsync(reader);
        Assert.Equal(SessionState.Ended, ended.State);
        Assert.Equal(Enumerable.Range(5, TurnResponse.Most), TurnsOf(ended));
    }

    [Fact]
    public async Task Following_WhereEventsCannotBeOpened_GoesOnWithoutTheirFigures()
    {
        await _sessions.AddAsync(1, FakeTime.Start);
        await _sessions.KeepAsync(1);
        await using var reader = Follow(content: _sessions.Closed());

        Assert.Empty(Assert.Single(await AllAsync(reader)).Responses);
        await _sessions.AddAsync(2);

        Assert.Equal(FollowedSessions.IdOf(2), (await NextAsync(reader)).Id);
    }

    private static IEnumerable<int> TurnsOf(SessionView view) => view.Responses.Select(response => (int)response.Turn);

    private IAsyncEnumerator<FollowedChange> Follow(int? also = null, SessionContent? content = null) =>
        new SessionFollowing(_sessions.World.Desk, content ?? _sessions.World.Content, _sessions.World.Time)
            .FollowAsync("tenant", also is { } number ? FollowedSessions.IdOf(number) : null, Cancellation)
            .GetAsyncEnumerator(Cancellation);

    // The first is not among the newest fifty that are over, and then it is again.
    private async Task PushOutAndBackAsync(IAsyncEnumerator<FollowedChange> reader)
    {
        await _sessions.AddAsync(51, FakeTime.Start - TimeSpan.FromHours(1));
        Assert.Equal(FollowedSessions.IdOf(51), (await NextAsync(reader)).Id);
        Assert.Equal(1, await _sessions.World.Sessions.RemoveEndedAsync("tenant", FakeTime.Start, Cancellation));
    }

    // What is told at first.
    private async Task<List<SessionView>> AllAsync(IAsyncEnumerator<FollowedChange> reader)
    {
        List<SessionView> views = [];
        while (await _sessions.World.PassAsync(reader.MoveNextAsync().AsTask()) && reader.Current is FollowedChange.Stands stands)
        {
            views.Add(stands.Session);
        }

        Assert.Equal(views.Count, Assert.IsType<FollowedChange.AllTold>(reader.Current).Count);
        return views;
    }

    private async Task<SessionView> NextAsync(IAsyncEnumerator<FollowedChange> reader)
    {
        Assert.True(await _sessions.World.PassAsync(reader.MoveNextAsync().AsTask()));
        return Assert.IsType<FollowedChange.Stands>(reader.Current).Session;
    }
}
