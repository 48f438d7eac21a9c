using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Projects;
using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Projects;
using Connectors.LiveKit.Rooms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Connectors.LiveKit;

/// <summary>LiveKit as the technology of rooms.</summary>
public static class LiveKitServices
{
    /// <summary>
    /// Registers <see cref="IRoomTransport"/> and <see cref="IRoomServers"/>, whose calls go through the host's
    /// <see cref="HttpMessageInvoker"/>. An <see cref="ILibraryFailureListener"/> that is registered too is told
    /// when the native library fails.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="options">Limits and the library's place; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options are wrong; all errors are named.</exception>
    public static IServiceCollection AddLiveKitRooms(this IServiceCollection services, LiveKitOptions? options = null)
    {
        options ??= new();
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRoomTransport>(provider => new LiveKitRoomTransport(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetService<ILibraryFailureListener>()));
        services.TryAddSingleton<IRoomServers>(static provider => new LiveKitRoomServers(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Loads the native library, as joining a room would, for a check at startup.</summary>
    /// <param name="options">Where it is; null for the defaults.</param>
    /// <exception cref="LiveKitLibraryException">It can't be used here; the message says why.</exception>
    public static void LoadLibrary(LiveKitOptions? options = null) => _ = LiveKitLibrary.Get(options ?? new());
}
