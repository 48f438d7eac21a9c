using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Webhooks;

namespace Connectors.Server.Hosting;

/// <summary>Registers sessions: who may come in, the desk, and what is kept of them.</summary>
internal static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services, ConnectorsOptions options)
    {
        services.AddSingleton<AvatarReaper>();
        services.AddSingleton<LocalSessionHost>();
        services.AddSingleton(new SessionResumeOptions { Within = TimeSpan.FromSeconds(options.ResumeWithinSeconds) });
        services.AddSingleton<SessionResumer>();
        services.AddSingleton<ISessionHost>(provider => provider.GetRequiredService<LocalSessionHost>());
        services.AddSingleton<SessionStarts>();
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<TenantEraser>();
        services.AddKeeping();

        // Stopped in the reverse order: what the sessions' ends bring is still kept.
        services.AddHostedService<KeepingHosting>();
        services.AddHostedService<SessionHosting>();
        return services;
    }

    private static void AddKeeping(this IServiceCollection services)
    {
        services.AddSingleton<ISessionNotices, WebhookNotices>();
        services.AddSingleton<KeepingRecords>();
        services.AddSingleton<EventWriter>();
        services.AddSingleton<SessionContent>();
        services.AddSingleton<SessionBooks>();
        services.AddSingleton<CredentialReports>();
        services.AddSingleton<SessionKeeper>();
        services.AddSingleton<ISessionKeeper>(provider => provider.GetRequiredService<SessionKeeper>());
        services.AddSingleton<RetentionSweep>();
        services.AddSingleton<UsageDesk>();
    }
}
