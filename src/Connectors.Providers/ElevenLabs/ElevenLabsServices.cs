using Connectors.Providers.ElevenLabs.Speech;
using Connectors.Speech;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Providers.ElevenLabs;

/// <summary>Adds the ElevenLabs connector to a host.</summary>
public static class ElevenLabsServices
{
    /// <summary>
    /// Adds the connector, and ElevenLabs' voices for sessions without an agent. The host provides an
    /// <see cref="HttpMessageInvoker"/>, which guards outgoing connections, and a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the operator's options, or null for the defaults.</param>
    public static IServiceCollection AddElevenLabs(this IServiceCollection services, Action<ElevenLabsOptions>? configure = null)
    {
        var options = new ElevenLabsOptions();
        configure?.Invoke(options);
        services.AddSingleton<ISpeechSynthesizer>(provider => new ElevenLabsSpeech(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
        return services.AddSingleton<IConnector>(provider => new ElevenLabsConnector(
            provider.GetRequiredService<HttpMessageInvoker>(), provider.GetRequiredService<TimeProvider>(), options));
    }
}
