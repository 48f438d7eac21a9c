using Connectors.Core.Avatars;
using Connectors.Core.Outgoing;
using Connectors.LiveAvatar.Lite;
using Connectors.LiveAvatar.Rest;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.LiveAvatar;

/// <summary>Registers LiveAvatar's API and LITE socket.</summary>
public static class LiveAvatarRegistration
{
    /// <summary>
    /// Adds <see cref="ILiveAvatarApi"/> and <see cref="IAvatarTransport"/>; the clock is the registered
    /// <see cref="TimeProvider"/>, and LITE sockets are opened through the registered <see cref="OutgoingGuard"/>, where there
    /// are such.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">Addresses and limits; null for the defaults.</param>
    public static IServiceCollection AddLiveAvatar(this IServiceCollection services, LiveAvatarOptions? options = null)
    {
        services.AddSingleton(provider => new LiveAvatarHttp(options ?? new(), provider.GetService<OutgoingGuard>()));
        services.AddSingleton<ILiveAvatarApi>(static provider => new LiveAvatarApi(
            provider.GetRequiredService<LiveAvatarHttp>(), Clock(provider)));
        services.AddSingleton<IAvatarTransport>(static provider => new LiteAvatarTransport(
            provider.GetRequiredService<LiveAvatarHttp>(), Clock(provider)));
        return services;
    }

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
