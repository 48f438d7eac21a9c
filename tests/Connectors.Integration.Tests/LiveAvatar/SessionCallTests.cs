using Connectors.Core.Avatars;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Testing;
using Microsoft.AspNetCore.Http;

namespace Connectors.Integration.Tests.LiveAvatar;

public sealed class SessionCallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_InAProvidedRoom_StartsWithSocketAndBothTokens()
    {
        await using var stage = await LiveAvatarStage.StartAsync();

        var (session, theirs) = await stage.StartSessionAsync();

        Assert.Equal("ws://127.0.0.1:7880/", session.LiveKitUrl!.ToString());
        Assert.StartsWith("ws://127.0.0.1:", session.SocketUrl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("client", (string?)Jwt.Read(session.ClientToken!)!["sub"]);
        Assert.Equal("agent", (string?)Jwt.Read(session.AgentToken!)!["sub"]);
        Assert.Equal(TimeSpan.FromMinutes(20), session.MaximumDuration);
        await theirs.Joining.WaitAsync(Stop);
        Assert.Equal("heygen", (string?)Jwt.Read(((ClockedAvatarBody)theirs.Body).Token!)!["sub"]);
    }

    [Fact]
    public async Task Session_InARoomOfTheTenant_SendsTheLongNamesAndGetsNoTokens()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var avatar = stage.Rooms.Token("own", "heygen", canPublishData: true, TimeSpan.FromHours(1));

        var (session, theirs) = await stage.StartSessionAsync(
            LiveAvatarStage.Request with { LiveKit = new(new("ws://own.example:7880"), "own", avatar) });

        Assert.Null(session.LiveKitUrl);
        Assert.Null(session.ClientToken);
        Assert.Null(session.AgentToken);
        Assert.NotNull(session.SocketUrl);
        await theirs.Joining.WaitAsync(Stop);
        Assert.Equal(avatar, ((ClockedAvatarBody)theirs.Body).Token);
        Assert.Empty(stage.Rooms.Open);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Start_WithAnAvatarTokenThatMayNotPublishData_FailsWithTheHint(bool? canPublishData)
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var avatar = stage.Rooms.Token("own", "heygen", canPublishData, TimeSpan.FromHours(1));
        var token = await stage.MintAsync(LiveAvatarStage.Request with { LiveKit = new(new("ws://own.example:7880"), "own", avatar) });

        var (_, failure) = await stage.Api.StartAsync(token, Stop);

        Assert.Equal(AvatarFailureKind.ServerError, failure!.Kind);
        Assert.Contains("canPublishData", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_CarriesItsSettingsIntoTheToken()
    {
        await using var stage = await LiveAvatarStage.StartAsync();

        var token = await stage.MintAsync(LiveAvatarStage.Request with
        {
            VideoQuality = "low",
            VideoEncoding = "VP8",
            MaximumDuration = TimeSpan.FromSeconds(90.9),
            Agora = new("app", "channel", "token", "7"),
        });

        var data = Jwt.Read(token.Token)!["start_session_data"]!;
        Assert.Equal("LITE", (string?)data["mode"]);
        Assert.Equal("low", (string?)data["video_settings"]!["quality"]);
        Assert.Equal("VP8", (string?)data["video_settings"]!["encoding"]);
        Assert.Equal(90, (int)data["max_session_duration"]!);
        Assert.Equal("channel", (string?)data["agora_config"]!["agora_channel"]);
        Assert.Equal(token.SessionId, token.ToString());
    }

    [Fact]
    public async Task Token_WithAWrongKey_IsUnauthorizedAndKeepsTheKeySecret()
    {
        await using var stage = await LiveAvatarStage.StartAsync();

        var (_, failure) = await stage.Api.CreateTokenAsync(new("wrong-key-1"), LiveAvatarStage.Request, Stop);
        var (_, broken) = await stage.Api.CreateTokenAsync(new("pasted\nwrongly"), LiveAvatarStage.Request, Stop);

        Assert.Equal((AvatarFailureKind.Unauthorized, false, 401), (failure!.Kind, failure.Retryable, failure.Status));
        Assert.DoesNotContain("wrong-key-1", failure.Message, StringComparison.Ordinal);
        Assert.Equal(AvatarFailureKind.Unauthorized, broken!.Kind);
        Assert.Single(stage.Sandbox.Calls);
    }

    [Theory]
    [InlineData("11111111-2222-3333-4444-555555555555", false, AvatarFailureKind.NotFound, "Avatar not found")]
    [InlineData("not-a-uuid", false, AvatarFailureKind.InvalidRequest, "avatar_id: Input should be a valid UUID")]
    [InlineData(LiveAvatarCloud.OtherAvatar, true, AvatarFailureKind.InvalidRequest, "sandbox mode")]
    public async Task Token_ForAnAvatarThatCannotBeHad_IsRefused(string avatar, bool isSandbox, AvatarFailureKind kind, string words)
    {
        await using var stage = await LiveAvatarStage.StartAsync();

        var (_, failure) = await stage.Api.CreateTokenAsync(
            LiveAvatarStage.Key, new() { AvatarId = avatar, IsSandbox = isSandbox }, Stop);

        Assert.Equal(kind, failure!.Kind);
        Assert.False(failure.Retryable);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_LongerThanTheSandboxAllows_IsRefusedWithTheLimit()
    {
        await using var stage = await LiveAvatarStage.StartAsync();

        var (_, failure) = await stage.Api.CreateTokenAsync(
            LiveAvatarStage.Key,
            new() { AvatarId = LiveAvatarCloud.SandboxAvatar, IsSandbox = true, MaximumDuration = TimeSpan.FromSeconds(61) }, Stop);

        Assert.Equal((AvatarFailureKind.InvalidRequest, 400), (failure!.Kind, failure.Status));
        Assert.Contains("maximum allowed (60s)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutCredits_IsRefusedButFreeForSandboxSessions()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.Credits = 0;

        var (_, failure) = await stage.Api.StartAsync(await stage.MintAsync(), Stop);
        var (free, _) = await stage.StartSessionAsync(new() { AvatarId = LiveAvatarCloud.SandboxAvatar, IsSandbox = true });

        Assert.Equal((AvatarFailureKind.NoCredits, false), (failure!.Kind, failure.Retryable));
        Assert.Equal(TimeSpan.FromSeconds(60), free.MaximumDuration);
    }

    [Fact]
    public async Task Start_OverTheConcurrencyLimit_MayBeTriedAgainAfterAStop()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        stage.Sandbox.Switches.ConcurrencyLimit = 1;
        var (first, _) = await stage.StartSessionAsync();
        var token = await stage.MintAsync();

        var (_, failure) = await stage.Api.StartAsync(token, Stop);
        var (stopped, _) = await stage.Api.StopAsync(LiveAvatarStage.Key, first.SessionId, "USER_CLOSED", Stop);
        var (second, _) = await stage.Api.StartAsync(token, Stop);

        Assert.Equal((AvatarFailureKind.LimitReached, true, 409), (failure!.Kind, failure.Retryable, failure.Status));
        Assert.True(stopped);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task Start_OfARunningSession_AnswersTheSameAgain()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var token = await stage.MintAsync();

        var (first, _) = await stage.Api.StartAsync(token, Stop);
        var (second, _) = await stage.Api.StartAsync(token, Stop);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Start_WithATokenThatRanOut_IsUnauthorized()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        var token = await stage.MintAsync();

        time.Advance(TimeSpan.FromHours(1));
        var (_, expired) = await stage.Api.StartAsync(token, Stop);
        var (_, forged) = await stage.Api.StartAsync(new(token.SessionId, token.Token + "x"), Stop);

        Assert.Equal(AvatarFailureKind.Unauthorized, expired!.Kind);
        Assert.Contains("expired", expired.Message, StringComparison.Ordinal);
        Assert.Equal(AvatarFailureKind.Unauthorized, forged!.Kind);
        Assert.DoesNotContain(token.Token, forged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_OverTheRate_AreRefusedUntilTheWindowIsOver()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(time);
        stage.Sandbox.Switches.CallsPerSecond = 1;

        await stage.MintAsync();
        var (_, failure) = await stage.Api.CreateTokenAsync(LiveAvatarStage.Key, LiveAvatarStage.Request, Stop);
        time.Advance(TimeSpan.FromSeconds(1));
        await stage.MintAsync();

        Assert.Equal((AvatarFailureKind.LimitReached, true, 429), (failure!.Kind, failure.Retryable, failure.Status));
        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryAfter);
    }

    [Fact]
    public async Task Stop_EndsTheSessionWithItsReason_AndMayBeRepeated()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (session, theirs) = await stage.StartSessionAsync();

        var first = await stage.Api.StopAsync(LiveAvatarStage.Key, session.SessionId, "AGENT_HANG_UP", Stop);
        var second = await stage.Api.StopAsync(LiveAvatarStage.Key, session.SessionId, "USER_CLOSED", Stop);
        var unknown = await stage.Api.StopAsync(LiveAvatarStage.Key, Guid.NewGuid().ToString(), "USER_CLOSED", Stop);
        var (_, wrong) = await stage.Api.StopAsync(LiveAvatarStage.Key, session.SessionId, "BORED", Stop);

        Assert.True(first.Value && second.Value && unknown.Value);
        Assert.Equal("AGENT_HANG_UP", theirs.EndReason);
        await theirs.Ended.WaitAsync(Stop);
        Assert.False(((ClockedAvatarBody)theirs.Body).IsJoined);
        Assert.Empty(stage.Rooms.Open);
        Assert.Equal(AvatarFailureKind.InvalidRequest, wrong!.Kind);
    }

    [Fact]
    public async Task KeepAlive_OfASessionThatIsOver_IsNotFound()
    {
        await using var stage = await LiveAvatarStage.StartAsync();
        var (session, theirs) = await stage.StartSessionAsync();

        var alive = await stage.Api.KeepAliveAsync(LiveAvatarStage.Key, session.SessionId, Stop);
        await theirs.EndAsync("SERVER_ERROR");
        var (_, over) = await stage.Api.KeepAliveAsync(LiveAvatarStage.Key, session.SessionId, Stop);

        Assert.True(alive.Value);
        Assert.Equal(AvatarFailureKind.NotFound, over!.Kind);
    }

    [Fact]
    public async Task Call_ThatIsNotAnswered_EndsAfterItsLimitAndByItsCaller()
    {
        var time = new FakeTime();
        await using var stage = await LiveAvatarStage.StartAsync(ourTime: time);
        var arrived = new TaskCompletionSource();
        stage.Sandbox.AnswerNext("/v1/sessions/token", context => HangAsync(context, arrived));

        var waiting = stage.Api.CreateTokenAsync(LiveAvatarStage.Key, LiveAvatarStage.Request, Stop);
        await arrived.Task.WaitAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(15));
        var (_, failure) = await waiting;

        Assert.Equal((AvatarFailureKind.Unreachable, true), (failure!.Kind, failure.Retryable));
        using var cancelled = new CancellationTokenSource();
        arrived = new();
        stage.Sandbox.AnswerNext("/v1/sessions/token", context => HangAsync(context, arrived));
        var abandoned = stage.Api.CreateTokenAsync(LiveAvatarStage.Key, LiveAvatarStage.Request, cancelled.Token);
        await arrived.Task.WaitAsync(Stop);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
    }

    [Fact]
    public async Task Call_WithNobodyListening_IsUnreachable()
    {
        var stage = await LiveAvatarStage.StartAsync();
        await stage.Sandbox.DisposeAsync();

        var (_, failure) = await stage.Api.CreateTokenAsync(LiveAvatarStage.Key, LiveAvatarStage.Request, Stop);

        Assert.Equal((AvatarFailureKind.Unreachable, true), (failure!.Kind, failure.Retryable));
    }

    private static Task HangAsync(HttpContext context, TaskCompletionSource arrived)
    {
        arrived.TrySetResult();
        return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
            .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
