using Connectors.Providers.OpenAI.Dialog;

namespace Connectors.Tests.Providers.OpenAI;

public sealed class ResponseRequestsTests
{
    private readonly ResponseRequests _requests = new();

    [Fact]
    public void Answers_WantedTwice_AreAskedForOnce()
    {
        Assert.True(_requests.TryAdd(ResponseRequest.Answer));
        Assert.True(_requests.TryAdd(ResponseRequest.Answer));

        Assert.Same(ResponseRequest.Answer, _requests.Take("create_1"));
        _requests.Begin();
        Assert.Null(_requests.Take("create_2"));
    }

    [Fact]
    public void Request_InFlight_HoldsTheNextBack()
    {
        _requests.TryAdd(new("one", default));
        _requests.TryAdd(new("two", default));

        Assert.Equal("one", _requests.Take("create_1")!.Instructions);
        Assert.Null(_requests.Take("create_2"));
        _requests.Begin();
        Assert.Equal("two", _requests.Take("create_3")!.Instructions);
    }

    [Theory]
    [InlineData("create_1", true, true)]
    [InlineData(null, true, true)]
    [InlineData("create_1", false, false)]
    [InlineData("create_9", true, false)]
    public void Request_RefusedAfterAResponseOfTheServerBegan_IsMadeAgainIfItMay(string? eventId, bool again, bool isMade)
    {
        _requests.TryAdd(new("say", default));
        _requests.Take("create_1");
        _requests.Begin();

        _requests.Refuse(eventId, again);

        Assert.Equal(isMade, _requests.Take("create_2") is not null);
    }

    [Fact]
    public void Requests_BeyondTheLimit_AreRefused()
    {
        var taken = Enumerable.Range(0, 100).Count(i => _requests.TryAdd(new($"{i}", default)));

        Assert.Equal(16, taken);
    }

    [Fact]
    public void Answers_Dropped_LeaveWhatWasToBeSaid()
    {
        _requests.TryAdd(ResponseRequest.Answer);
        _requests.TryAdd(new("say", default));

        _requests.DropAnswers();

        Assert.Equal("say", _requests.Take("create_1")!.Instructions);
    }
}
