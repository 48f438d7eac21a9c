using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>Adds the connector for Cartesia's Managed Agents to a host.</summary>
public static class CartesiaManagedServices
{
    /// <summary>
    /// Adds the connector, which is experimental. The host provides an <see cref="HttpMessageInvoker"/>, which guards outgoing
    /// connections, and a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the operator's options, or null for the defaults.</param>
    public static IServiceCollection AddCartesiaManaged(
        this IServiceCollection services, Action<CartesiaManagedOptions>? configure = null)
    {
        var options = new CartesiaManagedOptions();
        configure?.Invoke(options);
        return services.AddSingleton<IConnector>(provider => new CartesiaManagedConnector(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
    }
}
