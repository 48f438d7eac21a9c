using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Handover;
using Connectors.Core.Tenancy;
using Connectors.Server.Hosting;
using Connectors.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Server.Hosting;

public sealed class MemoryLimitStopTests : IAsyncDisposable
{
    private const long Limit = 1_000_000_000;

    private readonly FakeTime _time = new();
    private readonly Node _node = new();
    private readonly CancellationTokenSource _over = new();
    private Task _run = Task.CompletedTask;
    private long _used = Limit;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _run.ContinueWith(static _ => { }, TaskScheduler.Default);
        _over.Dispose();
        Environment.ExitCode = 0;
    }

    [Fact]
    public async Task Process_AboveItsLimitForHalfAMinute_LetsNobodyInAndEndsWhenItsSessionsHaveEnded()
    {
        _node.Sessions = 2;
        Start(Limit);

        Use(Limit + 1, rounds: 2);
        Assert.False(_node.IsDraining);
        Use(Limit + 1, rounds: 1);
        await UntilAsync(() => _node.IsDraining);
        Assert.False(_node.IsStopping);

        _node.SetDraining(false);
        Use(Limit + 1, rounds: 1);
        await UntilAsync(() => _node.IsDraining);
        Assert.False(_node.IsStopping);

        _node.Sessions = 0;
        Use(Limit + 1, rounds: 1);
        await _node.Stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(MemoryLimitStop.ExitCode, Environment.ExitCode);
    }

    [Fact]
    public void Process_AboveItsLimitForAMoment_GoesOn()
    {
        Start(Limit);

        Use(Limit + 1, rounds: 2);
        Use(Limit, rounds: 1);
        Use(Limit + 1, rounds: 2);
        Use(Limit, rounds: 10);

        Assert.False(_node.IsDraining);
        Assert.False(_node.IsStopping);
    }

    [Fact]
    public async Task Process_WithOtherNodes_EndsAtOnce_ForItsSessionsMove()
    {
        (_node.Sessions, _node.HasPeers) = (2, true);
        Start(Limit);

        Use(Limit + 1, rounds: 3);

        await _node.Stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(_node.IsDraining);
    }

    [Fact]
    public async Task Process_FarAboveItsLimit_WaitsForNobody()
    {
        _node.Sessions = 2;
        Start(Limit);

        Use((Limit / 10 * 11) + 1, rounds: 3);

        await _node.Stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Process_WhoseSessionsDoNotEnd_WaitsSoLongAsTheyAreGiven()
    {
        _node.Sessions = 1;
        Start(Limit);

        Use(Limit + 1, rounds: 3 + 59);
        Assert.False(_node.IsStopping);
        Use(Limit + 1, rounds: 1);

        await _node.Stopping.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Process_WithoutALimit_IsNotLookedAt()
    {
        Start(0);

        Use(long.MaxValue, rounds: 10);

        Assert.False(_node.IsDraining);
    }

    private void Start(long limit)
    {
        var stop = new MemoryLimitStop(
            new(limit, TimeSpan.FromMinutes(10), () => Volatile.Read(ref _used)), _node, _node, _node, _time,
            NullLogger<MemoryLimitStop>.Instance);
        _run = stop.RunAsync(_over.Token);
    }

    // A round is looked at inside of Advance: the timer's reader has no context to go on in.
    private void Use(long bytes, int rounds)
    {
        Volatile.Write(ref _used, bytes);
        for (var i = 0; i < rounds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 10_000 && !isSo(); i++)
        {
            await Task.Yield();
        }

        Assert.True(isSo());
    }

    private sealed class Node : IAdmission, ISuccession, IHostApplicationLifetime
    {
        private readonly TaskCompletionSource _stopping = new();

        public int Sessions { get; set; }

        public bool IsDraining { get; private set; }

        public bool HasPeers { get; set; }

        public Task Stopping => _stopping.Task;

        public bool IsStopping => _stopping.Task.IsCompleted;

        public AdmissionFigures Figures => new(Sessions, 10, 0, IsDraining);

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void SetDraining(bool isDraining) => IsDraining = isDraining;

        public void StopApplication() => _stopping.TrySetResult();

        public Task<ISuccessor?> PrepareAsync(string sessionId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Outcome<AdmissionTicket>> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task ReadmitAsync(AdmissionRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void ChangeCredential(string sessionId, string credentialId) => throw new NotSupportedException();

        public void Release(string sessionId) => throw new NotSupportedException();
    }
}
