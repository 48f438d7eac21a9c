using Connectors.Core.Avatars;
using Connectors.LiveAvatar;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.LiveAvatar;

public sealed class LiveAvatarRegistrationTests
{
    [Fact]
    public async Task AddLiveAvatar_ProvidesApiAndTransport()
    {
        await using var provider = new ServiceCollection().AddLiveAvatar().BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<ILiveAvatarApi>());
        Assert.NotNull(provider.GetRequiredService<IAvatarTransport>());
    }
}
