using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Tenancy;


namespace Connectors.Tests.Core.Sessions;

public sealed class TenantEraserTests : IAsyncLifetime
{
    private static readonly Caller Operator = new(RecordKey.Operator, "key:0", "127.0.0.1");

    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Erase_TenantWithSessions_EndsThemAndNothingCanBeReadAnyMore()
    {
        var ended = await _world.TalkAsync();
        await _world.HearAsync(ended, "Where is my parcel?");
        await _world.StopAsync(ended);
        var live = await _world.TalkAsync();
        var stolen = _world.Records.All.Where(record => record.Key.TenantId == "tenant").ToList();
        await _world.Tenants.DeleteAsync(Operator, "tenant", null, Cancellation);

        Assert.Equal(RefusalKind.NotFound, (await _world.StartAsync()).Refusal!.Kind);
        Assert.Equal(1, await _world.PassAsync(_world.Eraser.EraseAllAsync(Cancellation)));
        Assert.Equal(SessionState.Ended, (await _world.Host.FindAsync(live, Cancellation))!.State);
        Assert.Equal(0, _world.Admission.Figures.Sessions);
        Assert.DoesNotContain(_world.Records.All, record => record.Key.TenantId == "tenant");
        Assert.Empty((await _world.Desk.ListAsync(new("tenant"), Cancellation)).Sessions);

        // Whoever kept a copy of everything reads nothing of it: the key is gone.
        stolen.ForEach(_world.Records.Tamper);
        _world.Restart();
        Assert.Null(await _world.Content.TranscriptAsync("tenant", ended, Cancellation));
        Assert.Empty(await _world.Content.EventsAsync("tenant", ended, 0, Cancellation).ToListAsync(Cancellation));
        Assert.Null(await _world.Credentials.FindAsync("tenant", "agent-key", Cancellation));
        Assert.NotNull(await _world.Credentials.FindAsync("stranger", "agent-key", Cancellation));
    }

    [Fact]
    public async Task Run_DeletionBegunBeforeARestart_IsFinishedAfterIt()
    {
        await _world.TalkAsync();
        await _world.Tenants.DeleteAsync(Operator, "tenant", null, Cancellation);
        _world.Restart();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = _world.Eraser.RunAsync(stop.Token);
        await _world.PassAsync(UntilErasedAsync());
        await stop.CancelAsync();
        await running;

        Assert.Empty((await _world.Desk.ListAsync(new("tenant"), Cancellation)).Sessions);
    }

    [Fact]
    public async Task Wake_AfterADeletion_ErasesAtOnce()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = _world.Eraser.RunAsync(stop.Token);
        await _world.Tenants.DeleteAsync(Operator, "tenant", null, Cancellation);
        while (await _world.Tenancy.Records.Tenants.FindAsync(RecordKey.Operator, "tenant", Cancellation) is not null)
        {
            // The clock stands still: only the call has it look.
            _world.Eraser.Wake();
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        await stop.CancelAsync();
        await running;
    }

    private async Task<bool> UntilErasedAsync()
    {
        while (await _world.Tenancy.Records.Tenants.FindAsync(RecordKey.Operator, "tenant", Cancellation) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        return true;
    }
}
