using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.OpenAI;

/// <summary>Adds the connector for OpenAI's Realtime API to a host.</summary>
public static class OpenAIRealtimeServices
{
    /// <summary>
    /// Adds the connector. The host provides an <see cref="HttpMessageInvoker"/>, which guards outgoing connections, and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the operator's options, or null for the defaults.</param>
    public static IServiceCollection AddOpenAIRealtime(this IServiceCollection services, Action<OpenAIRealtimeOptions>? configure = null)
    {
        var options = new OpenAIRealtimeOptions();
        configure?.Invoke(options);
        return services.AddSingleton<IConnector>(provider => new OpenAIRealtimeConnector(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
    }
}
