using Connectors.Core.Avatars;
using Connectors.LiveAvatar.Lite;
using Connectors.LiveAvatar.Rest;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.LiveAvatar;

/// <summary>Registers LiveAvatar's API and LITE socket.</summary>
public static class LiveAvatarRegistration
{
    /// <summary>
    /// Adds <see cref="ILiveAvatarApi"/> and <see cref="IAvatarTransport"/>; the clock is the registered
    /// <see cref="TimeProvider"/>, where there is one.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Addresses and limits; null for the defaults.</param>
    public static IServiceCollection AddLiveAvatar(this IServiceCollection services, LiveAvatarOptions? options = null)
    {
        services.AddSingleton(new LiveAvatarHttp(options ?? new()));
        services.AddSingleton<ILiveAvatarApi>(static provider => new LiveAvatarApi(
            provider.GetRequiredService<LiveAvatarHttp>(), Clock(provider)));
        services.AddSingleton<IAvatarTransport>(static provider => new LiteAvatarTransport(
            provider.GetRequiredService<LiveAvatarHttp>(), Clock(provider)));
        return services;
    }

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
