using System.Globalization;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Keeping;
using Connectors.Tests.Core.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connectors.Tests.Core.Sessions.Desk;

/// <summary>A tenant's sessions that nobody runs: they stand as they are told to.</summary>
internal sealed class FollowedSessions : IAsyncDisposable
{
    private static readonly SessionEnd End = SessionEnd.For(SessionEndReasons.StoppedByTenant);

    public FollowedSessions() => World.Use(Host);

    public SessionWorld World { get; } = new();

    public FakeHost Host { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"s-{number:D4}");

    /// <summary>Adds one that is live, or was.</summary>
    public async Task AddAsync(int number, DateTimeOffset? endedAt = null)
    {
        var now = World.Time.GetUtcNow();
        var record = new SessionRecord
        {
            Id = IdOf(number),
            TenantId = "tenant",
            Room = new RoomSource.LiveAvatarRoom(),
            CreatedAt = now,
            UpdatedAt = now,
            LiveAt = now,
            State = SessionState.Live,
        };
        await World.Sessions.AddAsync(endedAt is { } at ? record.Over(End, at) : record, Cancellation);
    }

    public async Task AddAllAsync(int first, int last, DateTimeOffset? endedAt = null)
    {
        for (var number = first; number <= last; number++)
        {
            await AddAsync(number, endedAt);
        }
    }

    public async Task EndAsync(int number)
    {
        var record = await World.Sessions.FindAsync(IdOf(number), Cancellation);
        Assert.NotNull(await World.Sessions.UpdateAsync(record!.Over(End, World.Time.GetUtcNow()), Cancellation));
    }

    /// <summary>The node that has it knows of these answers.</summary>
    public void Answer(int number, params IEnumerable<int> turns) =>
        Host.Snapshots[IdOf(number)] = new(IdOf(number), SessionState.Live, false, AgentState.Listening, World.Time.GetUtcNow(), null)
        {
            Responses = [.. turns.Select(turn => new TurnResponse(turn, TimeSpan.FromMilliseconds(turn)))],
        };

    /// <summary>Keeps an event of one.</summary>
    public async Task KeepAsync(int number)
    {
        var entry = new SessionEventEntry(1, World.Time.GetUtcNow(), new SessionEvent.StateChanged(SessionState.Live));
        var write = await World.Kept.Events.AddAsync(new("tenant", IdOf(number), entry), Cancellation);
        Assert.Null(await World.Records.WriteAsync([write], Cancellation));
    }

    /// <summary>What is kept, where the key to it is missing.</summary>
    public SessionContent Closed() => new(new(World.Records, new ClosedVault(), NullLoggerFactory.Instance), World.Writer);

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
