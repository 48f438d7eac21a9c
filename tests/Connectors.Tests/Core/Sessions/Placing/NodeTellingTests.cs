using System.Threading.Channels;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Placing;
using Connectors.Core.Telemetry;
using Connectors.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Sessions.Placing;

public sealed class NodeTellingTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly ConnectorsTelemetry _telemetry = new();
    private readonly Board _board = new();
    private readonly CancellationTokenSource _end = new();
    private readonly LocalAdmission _admission;
    private readonly NodeTelling _telling;

    public NodeTellingTests()
    {
        _admission = new(2, _time, _telemetry);
        var choice = new NodeChoice(_board, new NodeIdentity("self"), _admission, _time);
        _telling = new(choice, _time, NullLogger<NodeTelling>.Instance);
    }

    [Fact(Timeout = 30_000)]
    public async Task Run_TellsAtOnceAndEachSecond_AndMakesUpForARoundThatFailed()
    {
        var running = _telling.RunAsync(_end.Token);
        Assert.Equal("open", await _board.NextAsync());

        _admission.SetDraining(true);
        _board.IsAway = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("away", await _board.NextAsync());

        _board.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("cordoned", await _board.NextAsync());

        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    public void Dispose()
    {
        _end.Dispose();
        _telemetry.Dispose();
    }

    private sealed class Board : INodeBoard
    {
        private readonly Channel<string> _attempts = Channel.CreateUnbounded<string>();

        public TimeSpan Memory => TimeSpan.FromSeconds(5);

        public bool IsAway { get; set; }

        public Task<string> NextAsync() => _attempts.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

        public Task PublishAsync(NodeLoad load, CancellationToken cancellationToken)
        {
            _attempts.Writer.TryWrite(IsAway ? "away" : load.IsCordoned ? "cordoned" : "open");
            return IsAway ? throw new StoreUnavailableException("Away.") : Task.CompletedTask;
        }

        public Task<IReadOnlyList<NodeLoad>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<NodeLoad>>([]);
    }
}
