using Connectors.Core.Avatars;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Testing;

namespace Connectors.Integration.Tests.LiveAvatar;

public sealed class SessionTimerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_WithoutAnyMessage_EndsAfterFiveMinutes()
    {
        await using var stage = await LiveAvatarStage.StartAsync(_time);
        var (_, listener, theirs) = await stage.ConnectAsync(_time);
        stage.Rooms.JoinUser(theirs.Id);

        _time.Advance(5 * Minute);

        await listener.NextAsync<AvatarEvent.Stopped>();
        Assert.Equal(AvatarEndKind.ClosedByServer, (await listener.NextAsync<AvatarEvent.Ended>()).Kind);
        Assert.Equal("IDLE_TIMEOUT", theirs.EndReason);
    }

    [Fact]
    public async Task Session_KeptAliveByEitherWay_GoesOn()
    {
        await using var stage = await LiveAvatarStage.StartAsync(_time);
        var (connection, _, theirs) = await stage.ConnectAsync(_time);
        stage.Rooms.JoinUser(theirs.Id);

        _time.Advance(4 * Minute);
        connection.KeepAlive();
        await theirs.Log.WaitAsync(LiteDirection.Received, "session.keep_alive", Stop);
        _time.Advance(4 * Minute);
        await stage.Api.KeepAliveAsync(LiveAvatarStage.Key, theirs.Id, Stop);
        _time.Advance(4 * Minute);

        Assert.True(theirs.IsActive);
        Assert.True(connection.KeepAlive());
    }

    [Fact]
    public async Task Session_WithoutAUser_EndsHoweverMuchTheAgentSays()
    {
        await using var stage = await LiveAvatarStage.StartAsync(_time);
        stage.Sandbox.Switches.UserLimit = Minute;
        var (_, listener, theirs) = await stage.ConnectAsync(_time);

        _time.Advance(Minute);

        await listener.EndAsync();
        Assert.Equal("USER_DISCONNECTED", theirs.EndReason);
    }

    [Fact]
    public async Task Session_AtItsLongest_FallsSilentWithoutASignal()
    {
        await using var stage = await LiveAvatarStage.StartAsync(_time);
        stage.Sandbox.Switches.PlanMaximum = Minute;
        var (connection, listener, theirs) = await stage.ConnectAsync(_time);

        _time.Advance(Minute);
        Assert.True(connection.Speak("turn", new byte[AvatarLimits.ChunkBytes]));
        await theirs.Log.WaitAsync(LiteDirection.Dropped, "agent.speak", Stop);

        Assert.Equal("MAX_DURATION_REACHED", theirs.EndReason);
        Assert.True(((ClockedAvatarBody)theirs.Body).IsJoined);
        Assert.Empty(((ClockedAvatarBody)theirs.Body).Heard());
        await connection.CloseAsync();
        Assert.Equal(AvatarEndKind.ClosedByUs, (await listener.NextAsync<AvatarEvent.Ended>()).Kind);
        Assert.True((await stage.Api.StopAsync(LiveAvatarStage.Key, theirs.Id, "USER_CLOSED", Stop)).Value);
        await theirs.Ended.WaitAsync(Stop);
    }

    [Fact]
    public async Task SandboxSession_ClosesAfterItsMinute()
    {
        await using var stage = await LiveAvatarStage.StartAsync(_time);
        var (_, listener, theirs) = await stage.ConnectAsync(
            _time, new() { AvatarId = LiveAvatarCloud.SandboxAvatar, IsSandbox = true });

        _time.Advance(Minute);

        Assert.Equal(AvatarEndKind.ClosedByServer, (await listener.EndAsync()).Kind);
        Assert.Equal("MAX_DURATION_REACHED", theirs.EndReason);
    }

    [Fact]
    public async Task Session_ThatUsesUpTheCredits_Ends()
    {
        await using var stage = await LiveAvatarStage.StartAsync(_time);
        stage.Sandbox.Switches.Credits = 2;
        var (_, listener, theirs) = await stage.ConnectAsync(_time);

        _time.Advance(Minute);
        Assert.True(theirs.IsActive);
        _time.Advance(Minute);

        await listener.EndAsync();
        Assert.Equal("NO_CREDITS", theirs.EndReason);
        Assert.Equal(2, theirs.CreditsConsumed);
    }

    [Fact]
    public async Task Session_WhoseAvatarCannotJoin_EndsAsTheServersFault()
    {
        var rooms = new PaperRooms(new("ws://127.0.0.1:7880"), _time);
        await using var sandbox = await LiveAvatarSandbox.StartAsync(
            rooms, () => new ClockedAvatarBody(_time) { JoinError = new("no such room") }, _time);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        var token = await LiveAvatarRest.MintAsync(http);
        await LiveAvatarRest.StartAsync(http, token);

        await sandbox.Sessions[0].Ended.WaitAsync(Stop);

        Assert.Equal("SERVER_ERROR", sandbox.Sessions[0].EndReason);
    }
}
