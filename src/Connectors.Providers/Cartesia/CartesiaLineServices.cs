using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.Cartesia;

/// <summary>Adds the connector for Cartesia Line to a host.</summary>
public static class CartesiaLineServices
{
    /// <summary>
    /// Adds the connector. The host provides an <see cref="HttpMessageInvoker"/>, which guards outgoing connections, and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the operator's options, or null for the defaults.</param>
    public static IServiceCollection AddCartesiaLine(
        this IServiceCollection services, Action<CartesiaLineOptions>? configure = null)
    {
        var options = new CartesiaLineOptions();
        configure?.Invoke(options);
        return services.AddSingleton<IConnector>(provider => new CartesiaLineConnector(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
    }
}
