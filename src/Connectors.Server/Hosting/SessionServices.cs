using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Sessions.Handover;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Sessions.Saying;
using Connectors.Core.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connectors.Server.Hosting;

/// <summary>Registers sessions: who may come in, the desk, and what is kept of them.</summary>
internal static class SessionServices
{
    // What could not move is ended, and what the ends bring is written.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(60);

    public static IServiceCollection AddSessions(this IServiceCollection services, ConnectorsOptions options)
    {
        services.AddSingleton<AvatarReaper>();
        services.AddSingleton<LocalSessionHost>();
        services.AddSingleton(new SessionResumeOptions { Within = TimeSpan.FromSeconds(options.ResumeWithinSeconds) });
        services.AddSingleton<SessionResumer>();
        services.TryAddSingleton<ISessionHost>(provider => provider.GetRequiredService<LocalSessionHost>());
        services.AddHandover(options);
        services.AddSingleton<SessionStarts>();
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<SessionFollowing>();
        services.AddSingleton<SayDesk>();
        services.AddSingleton<TextDesk>();
        services.AddSingleton<TenantEraser>();
        services.AddKeeping();

        // Stopped in the reverse order: what the sessions' ends bring is still kept.
        services.AddHostedService<KeepingHosting>();
        services.AddTakeUp(options);
        services.AddHostedService<SessionHosting>();
        services.AddSingleton<OpenStreams>();
        services.AddHostedService<DrainHosting>();
        services.AddMemoryLimit(options);
        return services;
    }

    private static void AddMemoryLimit(this IServiceCollection services, ConnectorsOptions options)
    {
        const long Megabyte = 1_000_000;
        services.AddSingleton(new MemoryLimit(
            options.MemoryLimitMegabytes * Megabyte,
            TimeSpan.FromSeconds(options.DrainLimitSeconds + options.DrainGraceSeconds),
            static () => Environment.WorkingSet));
        services.AddHostedService<MemoryLimitStop>();
    }

    private static void AddHandover(this IServiceCollection services, ConnectorsOptions options)
    {
        var drain = new SessionDrainOptions
        {
            Limit = TimeSpan.FromSeconds(options.DrainLimitSeconds),
            Grace = TimeSpan.FromSeconds(options.DrainGraceSeconds),
        };
        services.AddSingleton(drain);
        services.TryAddSingleton<ISuccession, NoSuccession>();
        services.AddSingleton<SessionDrain>();
        services.AddSingleton<SessionReception>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = drain.Limit + drain.Grace + TimeToEnd);
    }

    // A cluster finds what its nodes left behind by itself.
    private static void AddTakeUp(this IServiceCollection services, ConnectorsOptions options)
    {
        if (!options.Cluster.Enabled)
        {
            services.AddHostedService<TakeUpHosting>();
        }

        if (!options.Cluster.Enabled && options.Storage == StorageKind.Redis)
        {
            services.AddHostedService<SweepHosting>();
        }
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
