using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

public sealed class SessionStatusTests
{
    [Fact]
    public void Responses_OfManyTurns_AreTheLastOnesThatAnsweredSomebody()
    {
        var status = new SessionStatus();
        status.Note(Ended(1, null));

        for (var turn = 2; turn <= TurnResponse.Most + 5; turn++)
        {
            status.Note(Ended(turn, TimeSpan.FromMilliseconds(turn)));
        }

        Assert.Equal(TurnResponse.Most, status.Responses.Count);
        Assert.Equal(Enumerable.Range(6, TurnResponse.Most).Select(turn => (long)turn), status.Responses.Select(one => one.Turn));
        Assert.Equal(TimeSpan.FromMilliseconds(6), status.Responses[0].After);
    }

    [Fact]
    public void Responses_ThatWereRead_DoNotChange()
    {
        var status = new SessionStatus();
        status.Note(Ended(1, TimeSpan.FromSeconds(1)));
        var read = status.Responses;

        status.Note(Ended(2, TimeSpan.FromSeconds(2)));

        Assert.Single(read);
    }

    private static SessionEvent.TurnEnded Ended(long turn, TimeSpan? response) =>
        new(new(turn, response, response, null, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), false));
}
