using Connectors.Core.Avatars;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tenancy;

namespace Connectors.Tests.Core.Sessions.Desk;

public sealed class StartRefusalsTests
{
    [Theory]
    [InlineData(AvatarFailureKind.LimitReached, RefusalKind.CapacityReached, 77, 77)]
    [InlineData(AvatarFailureKind.LimitReached, RefusalKind.CapacityReached, null, 10)]
    [InlineData(AvatarFailureKind.ServerError, RefusalKind.ProviderUnreachable, 77, 77)]
    [InlineData(AvatarFailureKind.ServerError, RefusalKind.ProviderUnreachable, null, 5)]
    public async Task Start_LiveAvatarSaysWhenToComeBack_IsPassedOn(AvatarFailureKind failure, RefusalKind kind, int? told, int passedOn)
    {
        await using var world = new SessionWorld();
        await world.AddTenantsAsync();
        world.LiveAvatar.StartFailure = FakeLiveAvatar.Failure(failure) with
        {
            RetryAfter = told is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

        var refusal = (await world.StartAsync()).Refusal!;

        Assert.Equal((kind, TimeSpan.FromSeconds(passedOn)), (refusal.Kind, refusal.RetryAfter));
    }

    [Fact]
    public void Refusal_ThatNoWaitingMends_HasNoTime()
    {
        var end = SessionEnd.For(SessionEndReasons.AvatarUnauthorized);

        Assert.Null(StartRefusals.Of(end, "No.", TimeSpan.FromSeconds(77)).RetryAfter);
    }
}
