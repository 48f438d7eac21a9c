using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.Gemini;

/// <summary>Adds the connector for the Live API of Google's Gemini to a host.</summary>
public static class GeminiLiveServices
{
    /// <summary>
    /// Adds the connector. The host provides an <see cref="HttpMessageInvoker"/>, which guards outgoing connections, and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the operator's options, or null for the defaults.</param>
    public static IServiceCollection AddGeminiLive(this IServiceCollection services, Action<GeminiLiveOptions>? configure = null)
    {
        var options = new GeminiLiveOptions();
        configure?.Invoke(options);
        return services.AddSingleton<IConnector>(provider => new GeminiLiveConnector(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
    }
}
