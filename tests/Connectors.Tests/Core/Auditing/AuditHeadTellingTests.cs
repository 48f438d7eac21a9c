using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Testing;
using Connectors.Tests.Core.Vault;
using Microsoft.Extensions.Logging;

namespace Connectors.Tests.Core.Auditing;

public sealed class AuditHeadTellingTests : IDisposable
{
    private readonly TestKeys _keys = new();
    private readonly InMemoryRecordStore _records = new();
    private readonly CapturedLog _told = new();
    private readonly AuditLog _log;

    public AuditHeadTellingTests() => _log = new AuditLog(_records, new DerivedKeys(_keys.Ring), _keys.Time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task Run_TellsOfEveryHeadAtTheStartHourlyAndAtTheEnd()
    {
        await AddTenantAsync("tenant-1");
        await WriteAsync("tenant-1");
        await WriteAsync(RecordKey.Operator);
        using var stop = new CancellationTokenSource();
        var running = new AuditHeadTelling(_records, _keys.Time, _told).RunAsync(stop.Token);
        await _told.NextAsync("operator had its head at 1:");
        await _told.NextAsync("tenant-1 had its head at 1:");

        await WriteAsync("tenant-1");
        var mac = (await _log.ListAsync("tenant-1", null, 1, Cancellation))[0].Mac;
        await AdvanceUntilToldAsync($"tenant-1 had its head at 2:{mac}");

        await WriteAsync(RecordKey.Operator);
        await stop.CancelAsync();
        await running;
        await _told.NextAsync("operator had its head at 2:");
        Assert.Equal(4, _told.Count);
    }

    [Fact]
    public async Task Run_StoreBroken_IsToldAndTriedAgain()
    {
        await WriteAsync(RecordKey.Operator);
        _records.Failure = new IOException("The disk is full.");
        using var stop = new CancellationTokenSource();
        var running = new AuditHeadTelling(_records, _keys.Time, _told).RunAsync(stop.Token);
        await _told.NextAsync("could not be told");

        _records.Failure = null;
        await AdvanceUntilToldAsync("operator had its head at 1:");
        await stop.CancelAsync();
        await running;
    }

    // The loop may not wait for its timer yet when the clock is first moved.
    private async Task AdvanceUntilToldAsync(string text)
    {
        var told = _told.NextAsync(text);
        while (!told.IsCompleted)
        {
            _keys.Time.Advance(AuditHeadTelling.Interval);
            await Task.Yield();
        }

        await told;
    }

    private async Task AddTenantAsync(string id) => await _records.WriteAsync(
        [new RecordWrite.Add(new() { Key = new(RecordKinds.Tenant, RecordKey.Operator, id), Body = new byte[] { 1 } })], Cancellation);

    private async Task WriteAsync(string tenantId) => await _log.WriteAsync(
        new() { TenantId = tenantId, Actor = "service", Action = "a", Subject = "b", Outcome = "done" }, [], Cancellation);

    private sealed class CapturedLog : ILogger<AuditHeadTelling>
    {
        private readonly System.Threading.Channels.Channel<string> _lines = System.Threading.Channels.Channel.CreateUnbounded<string>();
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? e, Func<TState, Exception?, string> formatter)
        {
            Interlocked.Increment(ref _count);
            _lines.Writer.TryWrite(formatter(state, e));
        }

        public async Task NextAsync(string text)
        {
            var line = await _lines.Reader.ReadAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
            Assert.Contains(text, line, StringComparison.Ordinal);
        }
    }
}
