using OpenTelemetry;

namespace Connectors.Server.Telemetry;

/// <summary>Lets OpenTelemetry register itself among the service's own registrations (docs/adr/0027).</summary>
/// <param name="services">These.</param>
internal sealed class TelemetryBuilder(IServiceCollection services) : IOpenTelemetryBuilder
{
    /// <inheritdoc/>
    public IServiceCollection Services => services;
}
