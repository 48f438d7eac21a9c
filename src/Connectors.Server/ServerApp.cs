using Connectors.Server.Api;
using Connectors.Server.Hosting;
using Connectors.Server.LiveAvatarApi;
using Microsoft.Extensions.Logging.Console;

namespace Connectors.Server;

/// <summary>The service as a web application.</summary>
public static class ServerApp
{
    // Our largest body is a voice agent; what is larger is refused before it is read.
    private const int LargestBody = 1024 * 1024;
    private const string LogFormat = "Logging:Console:FormatterName";

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
        if (options.Api.OperatorAddress is { } address)
        {
            builder.WebHost.UseUrls([.. Addresses(builder.Configuration), address.GetLeftPart(UriPartial.Authority)]);
        }

        // The slim builder chooses lines for people to read, past the setting for it.
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.FormatterName = builder.Configuration[LogFormat] ?? console.FormatterName);
        builder.Services.AddConnectors(options);
        builder.Services.AddApi(options.Api);
        builder.Services.AddLiveAvatarApi(options.LiveAvatarApi);
        builder.Services.AddHealthChecks().AddCheck<ReadinessCheck>("ready");
        builder.Services.AddHostedService<FirstOperatorKey>();
        var app = builder.Build();
        app.UseApi();
        app.MapApi();
        app.MapLiveAvatarApi();
        app.MapHealthChecks("/health/live", new() { Predicate = static _ => false });
        app.MapHealthChecks("/health/ready");
        return app;
    }

    // Where the service would listen by itself: naming one more address must not take these away.
    private static IEnumerable<string> Addresses(ConfigurationManager configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
            : configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports ? ports.Split(';').Select(port => $"http://*:{port}")
            : ["http://localhost:5000"];
}
