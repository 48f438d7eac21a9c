using Connectors.Core.Avatars;
using Connectors.Core.Rooms;
using Connectors.Core.Sessions;

namespace Connectors.Tests.Core.Sessions;

public sealed class SessionEndReasonsTests
{
    // SessionEndReasonEnum (facts/liveavatar.md §1.7).
    private static readonly string[] AvatarReasons =
    [
        "UNKNOWN", "USER_DISCONNECTED", "SERVER_ERROR", "IDLE_TIMEOUT", "NO_CREDITS", "USER_CLOSED", "AVATAR_DELETED",
        "MAX_DURATION_REACHED", "ZOMBIE_SESSION_REAP", "AGENT_HANG_UP", "DISPATCH_FAILED",
    ];

    [Fact]
    public void Table_HasEveryConstantAndNothingElse()
    {
        var constants = typeof(SessionEndReasons).GetFields()
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(constants.Order(StringComparer.Ordinal), SessionEndReasons.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryReason_IsKebabCaseAndHasAWordOfLiveAvatars()
    {
        Assert.All(SessionEndReasons.All, reason =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", reason);
            Assert.Contains(SessionEnd.For(reason).AvatarReason, AvatarReasons);
            Assert.Equal(reason, SessionEnd.For(reason).Reason);
        });
    }

    [Fact]
    public void UnknownReason_CountsAgainstUs()
    {
        var end = SessionEnd.For("nobody-knows");

        Assert.Equal(new SessionEnd(SessionResult.ServerError, EndedBy.Server, "nobody-knows"), end);
        Assert.Equal("SERVER_ERROR", end.AvatarReason);
    }

    [Theory]
    [InlineData(SessionEndReasons.StoppedByUser, SessionResult.Completed, EndedBy.User, "USER_CLOSED")]
    [InlineData(SessionEndReasons.UserLeft, SessionResult.Completed, EndedBy.User, "USER_DISCONNECTED")]
    [InlineData(SessionEndReasons.AgentHungUp, SessionResult.Completed, EndedBy.Agent, "AGENT_HANG_UP")]
    [InlineData(SessionEndReasons.MaximumDuration, SessionResult.Completed, EndedBy.Server, "MAX_DURATION_REACHED")]
    [InlineData(SessionEndReasons.AvatarNoCredits, SessionResult.TenantError, EndedBy.Avatar, "NO_CREDITS")]
    [InlineData(SessionEndReasons.AgentQuotaExceeded, SessionResult.TenantError, EndedBy.Agent, "SERVER_ERROR")]
    [InlineData(SessionEndReasons.ServerRestarted, SessionResult.ServerError, EndedBy.Server, "ZOMBIE_SESSION_REAP")]
    public void KnownReason_HasItsRow(string reason, SessionResult result, EndedBy side, string avatarReason)
    {
        var end = SessionEnd.For(reason);

        Assert.Equal((result, side, avatarReason), (end.Result, end.EndedBy, end.AvatarReason));
    }

    [Fact]
    public void Causes_OfEveryKind_AreInTheTableAndOnlyOurOwnDoingCountsAgainstUs()
    {
        AssertAll<CloseKind>(SessionEndCauses.From, CloseKind.EndedByHost);
        AssertAll<AvatarFailureKind>(SessionEndCauses.From);
        AssertAll<AvatarEndKind>(SessionEndCauses.From, AvatarEndKind.ClosedByUs);
        AssertAll<RoomEndKind>(SessionEndCauses.From, RoomEndKind.LeftByUs, RoomEndKind.LibraryFailure);
    }

    private static void AssertAll<T>(Func<T, SessionEnd> from, params T[] ours)
        where T : struct, Enum
    {
        foreach (var kind in Enum.GetValues<T>())
        {
            Assert.Contains(from(kind).Reason, SessionEndReasons.All);
            Assert.Equal(ours.Contains(kind), from(kind).Result == SessionResult.ServerError);
        }
    }
}
