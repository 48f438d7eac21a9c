using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.CustomAgent;

/// <summary>Adds the connector for tenants' own agents to a host.</summary>
public static class CustomAgentServices
{
    /// <summary>
    /// Adds the connector. The host provides an <see cref="HttpMessageInvoker"/>, which guards outgoing connections, and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the operator's options, or null for the defaults.</param>
    public static IServiceCollection AddCustomAgent(this IServiceCollection services, Action<CustomAgentOptions>? configure = null)
    {
        var options = new CustomAgentOptions();
        configure?.Invoke(options);
        return services.AddSingleton<IConnector>(provider => new CustomAgentConnector(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
    }
}
