using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Sessions;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>Adds the LiveAvatar-compatible API to a host.</summary>
public static class LiveAvatarApiServices
{
    /// <summary>Registers what it needs beside the desks.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">How it runs.</param>
    public static IServiceCollection AddLiveAvatarApi(this IServiceCollection services, LiveAvatarApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RateWindows>();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<Callers>();
        services.AddSingleton<PageOrigins>();
        services.AddSingleton<PreparedRecords>();
        services.AddSingleton<PreparedSessions>();
        services.AddSingleton<PageStops>();
        services.AddSingleton<TokenEndpoints>();
        services.AddSingleton<SessionEndpoints>();
        services.AddSingleton<RecordEndpoints>();
        services.AddSingleton<SecretEndpoints>();
        services.AddSingleton<AccountEndpoints>();
        services.AddSingleton<ContextEndpoints>();
        services.AddHostedService<PreparedSweep>();
        return services;
    }
}
