using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers.ElevenLabs;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Keys and tokens that are wrong or have run out: refused by name, and nothing is left running.</summary>
public sealed class RefusedTokenTests
{
    public static TheoryData<string> Connectors =>
        ["elevenlabs", "openai-realtime", "gemini-live", "deepgram", "cartesia-line", "cartesia-managed", "custom"];

    [Fact]
    public async Task LiveAvatarKey_ThatIsWrong_IsRefusedByNameAndNothingIsStarted()
    {
        await using var stage = await SessionStage.StartAsync();
        stage.Specification = stage.Specification with { AvatarCredential = new("la-key-of-somebody-else") };

        var start = await stage.BeginAsync();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AvatarUnauthorized), start.Failure);
        Assert.DoesNotContain("somebody", start.Message, StringComparison.Ordinal);
        Assert.Equal(start.Failure, await stage.EndAsync());
        Assert.Empty(stage.Rooms.Joins);
        stage.Logs.AssertHides(["la-key-of-somebody-else"]);
    }

    [Theory]
    [InlineData("garbage", SessionEndReasons.RoomTokenInvalid)]
    [InlineData("a.b.c", SessionEndReasons.RoomTokenInvalid)]
    [InlineData("", SessionEndReasons.RoomTokenInvalid)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl", SessionEndReasons.RoomTokenInvalid)]
    public async Task AgentToken_ThatIsMalformed_IsRefusedByName(string token, string reason)
    {
        await using var stage = await SessionStage.StartAsync();
        stage.Specification = stage.Specification with
        {
            Source = new RoomSource.GivenRoom(new("ws://127.0.0.1:1/"), token, new("ws://127.0.0.1:1/")),
        };

        var start = await stage.BeginAsync();

        Assert.Equal(SessionEnd.For(reason), start.Failure);
        Assert.Equal(start.Failure, await stage.EndAsync());
        Assert.Empty(stage.Rooms.Joins);
    }

    [Fact]
    public async Task AgentToken_ThatHasRunOut_IsRefusedByNameAndLiveAvatarStopped()
    {
        await using var stage = await SessionStage.StartAsync();
        stage.LiveAvatar.Switches.Agent = new(Lifetime: TimeSpan.FromMinutes(-5));

        var start = await stage.BeginAsync();

        Assert.Equal(SessionEnd.For(SessionEndReasons.RoomTokenExpired), start.Failure);
        Assert.NotNull(stage.LiveAvatar.Sessions[^1].EndedAt);
        Assert.Empty(stage.Rooms.Joins);
    }

    [Fact]
    public async Task AgentToken_WithoutDataGrant_IsWarnedOfAndTheConversationHeld()
    {
        await using var stage = await SessionStage.StartAsync();
        stage.LiveAvatar.Switches.Agent = new(CanPublishData: false);
        await stage.BeginAsync();
        await stage.MeetAsync();

        await stage.WaitAsync<SessionEvent.Warning>(0, warning => warning.Code == "no-data-grant");
        await stage.Talk.AnswerAsync(700);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task ProviderKey_ThatIsWrong_EndsTheSessionByName(string connector)
    {
        await using var stage = await SessionStage.StartAsync(connector);
        stage.Specification = stage.Specification with { Agent = stage.Specification.Agent! with { Secret = new("sk-of-somebody-else") } };
        await stage.BeginAsync();
        stage.Come();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AgentUnauthorized), await stage.EndAsync());
        stage.Logs.AssertHides(["sk-of-somebody-else"]);
    }

    [Fact]
    public async Task SignedUrl_ThatHasRunOut_IsFetchedAnew()
    {
        await using var stage = await SessionStage.StartAsync();
        var sandbox = ((ElevenLabsCase)stage.Case).Sandbox;
        sandbox.Behaviour = sandbox.Behaviour with { SignedUrlLifetime = TimeSpan.FromSeconds(-1) };
        await stage.BeginAsync();
        await stage.WaitAsync<SessionEvent.StageDone>(0, done => done.Stage == StartStage.AgentPrepared);

        sandbox.Behaviour = sandbox.Behaviour with { SignedUrlLifetime = TimeSpan.FromMinutes(15) };
        await stage.MeetAsync();

        await stage.Talk.AnswerAsync(700);
    }

    [Fact]
    public async Task SignedUrl_ThatIsNeverGood_EndsTheSessionByName()
    {
        await using var stage = await SessionStage.StartAsync();
        var sandbox = ((ElevenLabsCase)stage.Case).Sandbox;
        sandbox.Faults = new ElevenLabsFaults { UpgradeStatus = 403 };
        await stage.BeginAsync();
        stage.Come();

        Assert.Equal(SessionEnd.For(SessionEndReasons.AgentUnauthorized), await stage.EndAsync());
    }
}
