using Connectors.Core.Sessions.Admission;
using Connectors.Core.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Connectors.Server.Telemetry;

/// <summary>
/// Has metrics, traces and logs exported by OpenTelemetry where its own variables (<c>OTEL_*</c>) name a collector, and metrics
/// shown on a page where one is wanted. Otherwise nothing is collected.
/// </summary>
internal static class TelemetryServices
{
    private const string ServiceName = "connectors";

    // In .NET 10 the server's spans have OpenTelemetry's attributes only if they are asked for.
    private const string PlainSpans = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Meters that are read: ours, the framework's, Orleans'.</summary>
    public static IReadOnlyList<string> Meters { get; } =
    [
        ConnectorsTelemetry.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.Orleans",
        "System.Net.Http", "System.Net.NameResolution", "System.Runtime",
    ];

    /// <summary>Sources of spans that are read.</summary>
    public static IReadOnlyList<string> Sources { get; } =
    [
        ConnectorsTelemetry.SourceName, "Microsoft.AspNetCore", "Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle",
        "System.Net.Http",
    ];

    /// <summary>Registers what is wanted.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="metrics">Whether there is a page.</param>
    /// <param name="configuration">Where OpenTelemetry's variables are, the environment among others.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, MetricsOptions metrics, IConfiguration configuration)
    {
        var isExporting = Endpoints.Any(name => !string.IsNullOrWhiteSpace(configuration[name]));
        var telemetry = new TelemetryBuilder(services);
        if (isExporting || metrics.Address is not null)
        {
            telemetry.ConfigureResource(Describe).WithMetrics(meters => meters.AddMeter([.. Meters]));
        }

        if (metrics.Address is not null)
        {
            services.AddSingleton<MetricsReading>();
            services.ConfigureOpenTelemetryMeterProvider(static (provider, meters) =>
                meters.AddReader(new BaseExportingMetricReader(provider.GetRequiredService<MetricsReading>())));
        }

        if (isExporting)
        {
            AppContext.SetSwitch(PlainSpans, false);
            telemetry.WithTracing(traces => traces.AddSource([.. Sources]).AddProcessor(new RequestSpans()));
            telemetry.WithLogging(null, logs =>
            {
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
            });
            telemetry.UseOtlpExporter();
        }

        return services;
    }

    /// <summary>Begins to collect; what is registered ends with the service's provider, after everything else.</summary>
    /// <param name="provider">The service's provider.</param>
    public static void StartTelemetry(this IServiceProvider provider)
    {
        var telemetry = provider.GetRequiredService<ConnectorsTelemetry>();
        telemetry.ObserveNode(() => provider.GetRequiredService<IAdmission>().Figures);
        provider.GetService<MeterProvider>();
        telemetry.BeginAtZero();
        provider.GetService<TracerProvider>();
    }

    // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
    private static void Describe(ResourceBuilder resource) => resource.Clear()
        .AddService(ServiceName, serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
