using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Placing;
using Connectors.Core.Telemetry;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions.Placing;

public sealed class NodeChoiceTests : IDisposable
{
    private static readonly string[] All = ["self", "a", "b"];

    private readonly FakeTime _time = new();
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly Board _board = new();
    private readonly LocalAdmission _admission;
    private readonly NodeChoice _choice;

    public NodeChoiceTests()
    {
        _admission = new(2, _time, _telemetry);
        _choice = new(_board, new NodeIdentity("self"), _admission, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Freest_ManyTimesAtOnce_CountsWhatItSent_AndLeavesTheLastWordToTheNode()
    {
        _board.Told = [new("a", 1, 4, false), new("b", 0, 2, false), new("gone", 0, 100, false)];

        List<string?> chosen = [];
        for (var number = 0; number < 8; number++)
        {
            chosen.Add(await _choice.FreestAsync(All, Cancellation));
        }

        Assert.Equal("a", chosen[0]);
        Assert.Contains(chosen[7], All);
        var first = chosen.Take(7).ToList();
        Assert.Equal((3, 2, 2), (Count(first, "a"), Count(first, "b"), Count(first, "self")));
    }

    [Fact]
    public async Task Freest_OfACordonedNode_IsAnother()
    {
        _board.Told = [new("a", 0, 100, true), new("b", 0, 1, false)];
        _admission.SetDraining(true);

        Assert.Equal("b", await _choice.FreestAsync(All, Cancellation));
        Assert.True(await _choice.IsCordonedAsync("a", Cancellation));
        Assert.True(await _choice.IsCordonedAsync("self", Cancellation));
        Assert.True(await _choice.IsCordonedAsync("unknown", Cancellation));
        Assert.False(await _choice.IsCordonedAsync("b", Cancellation));
    }

    [Fact]
    public async Task Avoid_ANodeThatRefused_IsNotChosenForASecond()
    {
        _board.Told = [new("a", 0, 100, false)];
        _choice.Avoid("a");

        Assert.Equal("self", await _choice.FreestAsync(All, Cancellation));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", await _choice.FreestAsync(All, Cancellation));
    }

    [Fact]
    public async Task Tell_OfThisNode_IsWhatAdmissionSays()
    {
        await _choice.TellAsync(Cancellation);

        Assert.Equal(new NodeLoad("self", 0, 2, false), _board.Published);
    }

    public void Dispose() => _telemetry.Dispose();

    private static int Count(List<string?> chosen, string node) => chosen.Count(one => one == node);

    private sealed class Board : INodeBoard
    {
        public TimeSpan Memory => TimeSpan.FromSeconds(5);

        public IReadOnlyList<NodeLoad> Told { get; set; } = [];

        public NodeLoad? Published { get; private set; }

        public Task PublishAsync(NodeLoad load, CancellationToken cancellationToken)
        {
            Published = load;
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<NodeLoad>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Told);
    }
}
