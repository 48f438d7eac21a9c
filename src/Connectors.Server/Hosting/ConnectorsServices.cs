using Connectors.Core.Avatars;
using Connectors.Core.Outgoing;
using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Projects;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Telemetry;
using Connectors.Core.Tools;
using Connectors.LiveAvatar;
using Connectors.LiveKit;
using Connectors.Providers.Cartesia;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Providers.CustomAgent;
using Connectors.Providers.Deepgram;
using Connectors.Providers.ElevenLabs;
using Connectors.Providers.Gemini;
using Connectors.Providers.OpenAI;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connectors.Server.Hosting;

/// <summary>Puts the service together: a node by itself, or one of a cluster.</summary>
public static class ConnectorsServices
{
    private const long Megabyte = 1_000_000;

    // Half a second of the user's audio and more. Left to itself the system's buffer grows to megabytes, a minute and more
    // of speech, which a provider that reads slowly would answer long after it was said, while nothing counted as lost.
    private const int SendBufferBytes = 32 * 1024;

    /// <summary>Registers everything that hosts sessions.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="ArgumentException">The options are wrong; names all that are.</exception>
    public static IServiceCollection AddConnectors(this IServiceCollection services, ConnectorsOptions options)
    {
        if (options.Errors() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        services.AddSingleton(TimeProvider.System);
#if CLUSTER_EDITION
        services.AddCluster(options);
#endif
        services.TryAddSingleton(NodeIdentity.Create());
        services.AddOutgoing(options.Outgoing);
        services.AddSingleton<LibraryFailureStop>();
        services.AddSingleton<ILibraryFailureListener>(provider => provider.GetRequiredService<LibraryFailureStop>());
        services.AddLiveKitRooms(new() { LibraryPath = options.LiveKitLibrary });
        services.AddLiveAvatar(new() { BaseAddress = options.LiveAvatarAddress });
        services.AddStorage(options);
        services.AddElevenLabs(elevenLabs => elevenLabs.BaseAddress = options.ElevenLabsAddress);
        services.AddOpenAIRealtime(openAI => openAI.BaseAddress = options.OpenAIAddress);
        services.AddGeminiLive(gemini => gemini.BaseAddress = options.GeminiAddress);
        services.AddCartesiaLine(cartesia => cartesia.BaseAddress = options.CartesiaAddress);
        services.AddCartesiaManaged(cartesia => cartesia.BaseAddress = options.CartesiaAddress);
        services.AddDeepgram(deepgram => deepgram.BaseAddress = options.DeepgramAddress);
        services.AddCustomAgent(agent => agent.AllowInsecure = options.Outgoing.AllowInsecure);
        services.AddTenancy();
        services.AddWebhooks();
        services.AddSingleton<ConnectorsTelemetry>();
        services.AddSingleton(provider => EnvironmentOf(provider, options));
        services.AddHostedService<AuditHosting>();
        services.AddAdmission(options);
        services.AddSessions(options);
        return services;
    }

    // All that goes where a tenant or a peer says goes through the one invoker.
    private static void AddOutgoing(this IServiceCollection services, OutgoingOptions options)
    {
        services.AddSingleton(options.Urls());
        services.AddSingleton(options.RoomHosts());
        services.AddSingleton<RoomProjects>();
        services.AddSingleton<IHostResolver, SystemHostResolver>();
        services.AddSingleton(provider => new OutgoingGuard(
            options.Addresses(), provider.GetRequiredService<IHostResolver>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => provider.GetRequiredService<OutgoingGuard>().CreateInvoker(SendBufferBytes));
        services.AddSingleton<ToolClient>();
    }

    private static SessionEnvironment EnvironmentOf(IServiceProvider provider, ConnectorsOptions options) => new(
        new(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IRoomTransport>(),
            provider.GetRequiredService<IAvatarTransport>(),
            options.AudioBudgetMegabytes * Megabyte)
        {
            Tools = provider.GetRequiredService<ToolClient>(),
            Telemetry = provider.GetRequiredService<ConnectorsTelemetry>(),
        },
        provider.GetRequiredService<ILiveAvatarApi>(),
        provider.GetRequiredService<ISessionStore>(),
        provider.GetRequiredService<ConnectorsTelemetry>(),
        provider.GetRequiredService<ILoggerFactory>().CreateLogger("Connectors.Sessions"),
        provider.GetRequiredService<RoomHostRules>())
    {
        RoomServers = provider.GetRequiredService<IRoomServers>(),
        Fence = provider.GetRequiredService<ISessionFence>(),
        Node = provider.GetRequiredService<NodeIdentity>(),
        Keeper = provider.GetRequiredService<ISessionKeeper>(),
    };
}
