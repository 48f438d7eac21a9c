using System.Text.Json;
using Connectors.Core.Avatars;
using Connectors.Core.Sessions;

namespace Connectors.Testing;

/// <summary>What every session store does; one class per store runs it.</summary>
public abstract partial class SessionStoreContract
{
    protected static DateTimeOffset Start { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<RoomSource> Rooms() =>
    [
        new RoomSource.LiveAvatarRoom(),
        new RoomSource.GivenRoom(new Uri("wss://room.example/x?y=z"), "agent-token", new Uri("wss://avatar.example/socket?key=1")),
        new RoomSource.OwnLiveKitRoom(new Uri("wss://livekit.example"), "room-1", "api-key", "api-secret"),
        new RoomSource.OwnAgoraChannel(new AgoraChannel("app", "channel", "agora-token", "42")),
    ];

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task Find_WhatWasAdded_IsTheSame(RoomSource room)
    {
        var store = await OpenAsync();
        var added = await store.AddAsync(Full("s-1") with { Room = room, Version = 77 }, Cancellation);

        var found = await store.FindAsync("s-1", Cancellation);

        AssertSame(Full("s-1") with { Room = room, Version = 1 }, added);
        AssertSame(added!, found);
    }

    [Fact]
    public async Task Find_Plan_IsWhatTheSessionWasStartedWith()
    {
        var session = Planned();
        var store = await OpenAsync();
        await store.AddAsync(Full("s-1") with { Plan = SessionPlan.Of(session), Version = 0 }, Cancellation);

        var record = await store.FindAsync("s-1", Cancellation);
        var found = record!.Plan!.Specification(record);

        Assert.Equal("""{"voice":"x"}""", found.Agent!.Settings.GetRawText());
        Assert.Equal("agent-secret", found.Agent.Secret.Reveal());
        Assert.Equal(session.DynamicVariables, found.DynamicVariables);
        Assert.Equal(session.Interruptions, found.Interruptions);
        Assert.Equal((session.Greeting, session.Language, session.PushToTalk), (found.Greeting, found.Language, found.PushToTalk));
        Assert.Equal((session.Limits, session.Retention), (found.Limits, found.Retention));
        Assert.Equal("picture", found.AvatarIdentity);
        Assert.Equal(("a-1", "api-key-secret"), (record.AvatarSessionId, found.AvatarCredential.Reveal()));
    }

    [Fact]
    public async Task Find_WithOnlyWhatIsRequired_LeavesTheRestEmpty()
    {
        var store = await OpenAsync();
        await store.AddAsync(Minimal("s-1"), Cancellation);

        AssertSame(Minimal("s-1") with { Version = 1 }, await store.FindAsync("s-1", Cancellation));
    }

    [Fact]
    public async Task Find_UnknownId_IsNull()
    {
        var store = await OpenAsync();

        Assert.Null(await store.FindAsync("' OR 1=1 --", Cancellation));
    }

    [Fact]
    public async Task Add_SameIdTwice_KeepsTheFirst()
    {
        var store = await OpenAsync();
        await store.AddAsync(Minimal("s-1"), Cancellation);

        Assert.Null(await store.AddAsync(Minimal("s-1") with { TenantId = "other" }, Cancellation));
        Assert.Equal("tenant-1", (await store.FindAsync("s-1", Cancellation))?.TenantId);
    }

    [Fact]
    public async Task Update_WithTheVersionThatWasRead_ReplacesEverything()
    {
        var store = await OpenAsync();
        var added = await store.AddAsync(Minimal("s-1"), Cancellation);

        var updated = await store.UpdateAsync(Full("s-1") with { Version = added!.Version }, Cancellation);

        Assert.Equal(2, updated?.Version);
        AssertSame(updated!, await store.FindAsync("s-1", Cancellation));
        AssertSame(Full("s-1") with { Version = 2 }, updated);
    }

    [Fact]
    public async Task Update_WithAnOldVersion_IsRefused()
    {
        var store = await OpenAsync();
        var added = await store.AddAsync(Minimal("s-1"), Cancellation);
        await store.UpdateAsync(added! with { State = SessionState.Live }, Cancellation);

        Assert.Null(await store.UpdateAsync(added! with { State = SessionState.Ended }, Cancellation));
        Assert.Equal(SessionState.Live, (await store.FindAsync("s-1", Cancellation))?.State);
    }

    [Fact]
    public async Task Update_OfNothing_IsRefused()
    {
        var store = await OpenAsync();

        Assert.Null(await store.UpdateAsync(Minimal("s-1") with { Version = 1 }, Cancellation));
        Assert.Null(await store.FindAsync("s-1", Cancellation));
    }

    [Fact]
    public async Task Update_ByManyAtOnce_LosesNoChange()
    {
        var store = await OpenAsync();
        await store.AddAsync(Minimal("s-1") with { ConnectorId = "0" }, Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CountAsync(store, 10), Cancellation)));

        var record = await store.FindAsync("s-1", Cancellation);
        Assert.Equal(("80", 81), (record?.ConnectorId, record?.Version));
    }

    [Fact]
    public async Task ListUnfinished_HasAllButTheEndedOldestFirst()
    {
        var store = await OpenAsync();
        await store.AddAsync(Minimal("live", minute: 3) with { State = SessionState.Live }, Cancellation);
        await store.AddAsync(Minimal("ended", minute: 0) with { State = SessionState.Ended }, Cancellation);
        await store.AddAsync(Minimal("ending", minute: 1) with { State = SessionState.Ending }, Cancellation);
        await store.AddAsync(Minimal("starting", minute: 2), Cancellation);

        Assert.Equal(["ending", "starting", "live"], Ids(await store.ListUnfinishedAsync(10, Cancellation)));
        Assert.Equal(["ending", "starting"], Ids(await store.ListUnfinishedAsync(2, Cancellation)));
    }

    [Fact]
    public async Task ListStopOwed_HasEndedSessionsWhoseStopNobodyConfirmed()
    {
        var store = await OpenAsync();
        var ended = Minimal("owed", minute: 5) with { State = SessionState.Ended, StopRequired = true };
        await store.AddAsync(ended, Cancellation);
        await store.AddAsync(ended with { Id = "confirmed", StopConfirmed = true }, Cancellation);
        await store.AddAsync(ended with { Id = "not-required", StopRequired = false }, Cancellation);
        await store.AddAsync(ended with { Id = "live", State = SessionState.Live }, Cancellation);

        Assert.Equal(["owed"], Ids(await store.ListStopOwedAsync(10, Cancellation)));
        Assert.True((await store.FindAsync("owed", Cancellation))?.IsStopOwed);
    }

    [Fact]
    public async Task ListStopOwed_OneThatFailedAgain_GoesToTheEndOfTheLine()
    {
        var store = await OpenAsync();
        var owed = Minimal("a", minute: 1) with { State = SessionState.Ended, StopRequired = true };
        var first = await store.AddAsync(owed, Cancellation);
        await store.AddAsync(owed with { Id = "b", UpdatedAt = Start.AddMinutes(2) }, Cancellation);

        await store.UpdateAsync(first! with { UpdatedAt = Start.AddMinutes(3) }, Cancellation);

        Assert.Equal(["b", "a"], Ids(await store.ListStopOwedAsync(10, Cancellation)));
        Assert.Equal(["b"], Ids(await store.ListStopOwedAsync(1, Cancellation)));
    }

    [Fact]
    public async Task EveryCall_Cancelled_Throws()
    {
        var store = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AddAsync(Minimal("s-1"), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ListUnfinishedAsync(1, cancelled.Token));
        Assert.NotNull(await store.AddAsync(Minimal("s-2"), Cancellation));
    }

    /// <summary>A record with every member set.</summary>
    protected static SessionRecord Full(string id) => Minimal(id) with
    {
        ConnectorId = "connector-1",
        UserIdentity = "user-identity",
        AvatarRequest = new AvatarSessionRequest
        {
            AvatarId = "0b3e",
            IsSandbox = true,
            VideoQuality = "high",
            VideoEncoding = "VP8",
            MaximumDuration = TimeSpan.FromMinutes(20),
            LiveKit = new LiveKitRoom(new Uri("wss://livekit.example"), "room-1", "avatar-token"),
            Agora = new AgoraChannel("app", "channel", "agora-token", "42"),
        },
        AvatarSession = new AvatarSession(
            "a-1", new Uri("wss://avatar.example/s?key=socket-secret"), new Uri("wss://livekit.example"), "client-token", "agent-token",
            TimeSpan.FromMinutes(20)),
        AvatarCredential = new Secret("api-key-secret"),
        AvatarSessionId = "a-1",
        Started = true,
        StopRequired = true,
        StopConfirmed = true,
        UpdatedAt = Start.AddTicks(1),
        EndedAt = new DateTimeOffset(2026, 1, 2, 5, 0, 0, TimeSpan.FromHours(2)),
        State = SessionState.Ended,
        End = SessionEnd.For(SessionEndReasons.AgentHungUp),
        Epoch = 3,
        Progress = new AgentProgress("resume-token-secret"),
    };

    private static SessionSpecification Planned() => new()
    {
        Id = "s-1",
        TenantId = "tenant-1",
        Source = new RoomSource.LiveAvatarRoom(),
        Avatar = new() { AvatarId = "0b3e" },
        ConnectorId = "connector-1",
        Agent = new(JsonElement.Parse("""{"voice":"x"}"""), new("agent-secret")),
        Greeting = new(GreetingMode.Text, "Hello."),
        Language = "de",
        DynamicVariables = new Dictionary<string, object> { ["name"] = "Anna", ["age"] = 7L, ["size"] = 1.5, ["vip"] = true },
        PushToTalk = true,
        Interruptions = new(InterruptionMode.After, TimeSpan.FromMilliseconds(300), false),
        Limits = new() { Idle = TimeSpan.FromMinutes(7), AgentReconnects = 0 },
        AvatarIdentity = "picture",
        Retention = new(1, 2, 3, 4),
    };

    /// <summary>A record with what is required.</summary>
    protected static SessionRecord Minimal(string id, int minute = 0) => new()
    {
        Id = id,
        TenantId = "tenant-1",
        Room = new RoomSource.LiveAvatarRoom(),
        CreatedAt = Start.AddMinutes(minute),
        UpdatedAt = Start.AddMinutes(minute),
    };

    protected static void AssertSame(SessionRecord expected, SessionRecord? actual)
    {
        // A secret has no equality, so that nobody compares one by accident.
        Assert.Equal(expected.AvatarCredential?.Reveal(), actual?.AvatarCredential?.Reveal());
        Assert.Equal(expected with { AvatarCredential = null }, actual! with { AvatarCredential = null });
    }

    protected static IEnumerable<string> Ids(IEnumerable<SessionRecord> records) => records.Select(record => record.Id);

    protected abstract Task<ISessionStore> OpenAsync();

    private static async Task CountAsync(ISessionStore store, int times)
    {
        while (times > 0)
        {
            var record = await store.FindAsync("s-1", Cancellation);
            var next = int.Parse(record!.ConnectorId!, System.Globalization.CultureInfo.InvariantCulture) + 1;
            times -= await store.UpdateAsync(record with { ConnectorId = $"{next}" }, Cancellation) is null ? 0 : 1;
        }
    }
}
