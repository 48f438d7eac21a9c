using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.Deepgram;

/// <summary>Adds the connector for Deepgram's Voice Agent to a host.</summary>
public static class DeepgramServices
{
    /// <summary>
    /// Adds the connector. The host provides an <see cref="HttpMessageInvoker"/>, which guards outgoing connections, and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the operator's options, or null for the defaults.</param>
    public static IServiceCollection AddDeepgram(this IServiceCollection services, Action<DeepgramOptions>? configure = null)
    {
        var options = new DeepgramOptions();
        configure?.Invoke(options);
        return services.AddSingleton<IConnector>(provider => new DeepgramConnector(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
    }
}
