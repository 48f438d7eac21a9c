using Connectors.Core.Vault;
using Connectors.Server.LiveAvatarApi.Access;
using Microsoft.Extensions.DependencyInjection;
using static Connectors.Integration.Tests.MovedOver.MovedTenant;

namespace Connectors.Integration.Tests.MovedOver;

/// <summary>Tokens made by a server of the same keys whose clock is off; they are good for ten minutes.</summary>
public sealed class ClockSkewTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(-9)]
    public async Task Start_WithATokenThatIsStillGoodHere_IsDone(int minutes)
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        (await tenant.PageAsync("sessions/start", await TokenAsync(tenant, minutes))).Expect(201);
    }

    [Fact]
    public async Task Start_WithATokenThatHasRunOutHere_SaysThatItExpired()
    {
        await using var stage = await StageAsync();
        var tenant = await CreateAsync(stage);

        Refused(await tenant.PageAsync("sessions/start", await TokenAsync(tenant, -11)), 401, 4011);
    }

    private static async Task<string> TokenAsync(MovedTenant tenant, int minutes)
    {
        var (_, token) = await tenant.TokenAsync();
        var services = tenant.Stage.Services;
        var claims = services.GetRequiredService<SessionTokens>().Read(token)!;
        var other = new SessionTokens(services.GetRequiredService<IDerivedKeys>(), new ClockThatIsOff(TimeSpan.FromMinutes(minutes)));
        return other.Sign(claims with { ExpiresAt = claims.ExpiresAt.AddMinutes(minutes) }, []);
    }

    private sealed class ClockThatIsOff(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
