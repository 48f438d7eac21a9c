using Connectors.Server.Api;
using Connectors.Server.Hosting;
using Connectors.Server.LiveAvatarApi;
using Connectors.Server.Telemetry;
using Connectors.Server.WebConsole;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace Connectors.Server;

/// <summary>The service as a web application.</summary>
public static class ServerApp
{
    // Our largest body is a voice agent; what is larger is refused before it is read.
    private const int LargestBody = 1024 * 1024;
    private const string LogFormat = "Logging:Console:FormatterName";

    // ASP.NET writes two lines and more for each request, where nobody has set it otherwise.
    private static readonly MemoryConfigurationSource Quiet = new()
    {
        InitialData = new Dictionary<string, string?> { ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning) },
    };

    /// <summary>Puts the service together.</summary>
    /// <param name="builder">Where to; its configuration section <c>Connectors</c> is read.</param>
    /// <exception cref="ArgumentException">The configuration is wrong; names all that is.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var options = Settings.Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        var own = new[] { options.Api.OperatorAddress, options.Metrics.Address }.OfType<Uri>().ToList();
        if (own.Count > 0)
        {
            builder.WebHost.UseUrls(
                [.. Addresses(builder.Configuration), .. own.Select(address => address.GetLeftPart(UriPartial.Authority))]);
        }

        builder.Configuration.Sources.Insert(0, Quiet);

        // The slim builder chooses lines for people to read, past the setting for it.
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.FormatterName = builder.Configuration[LogFormat] ?? console.FormatterName);
        builder.Services.AddConnectors(options);
        builder.Services.AddApi(options.Api);
        builder.Services.AddLiveAvatarApi(options.LiveAvatarApi);
        builder.Services.AddHealthChecks().AddCheck<ReadinessCheck>("ready");
        builder.Services.AddHostedService<FirstOperatorKey>();
        builder.Services.AddTelemetry(options.Metrics, builder.Configuration);
        var app = builder.Build();
        app.Services.StartTelemetry();
        app.UseMetricsPage(options.Metrics);
        app.UseApi();
        app.MapApi();
        app.MapLiveAvatarApi();
        app.MapConsole(options.Console, options.Api);
        app.MapHealthChecks("/health/live", new() { Predicate = static _ => false }).DisableHttpMetrics();
        app.MapHealthChecks("/health/ready").DisableHttpMetrics();
        return app;
    }

    // Where the service would listen by itself: naming one more address must not take these away.
    private static IEnumerable<string> Addresses(ConfigurationManager configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
            : configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports ? ports.Split(';').Select(port => $"http://*:{port}")
            : ["http://localhost:5000"];
}
