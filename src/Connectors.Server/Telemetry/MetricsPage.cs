using System.Net.Mime;

namespace Connectors.Server.Telemetry;

/// <summary>The page of metrics: on a port of its own, and nothing else there.</summary>
internal static class MetricsPage
{
    /// <summary>Path of the page.</summary>
    public const string Path = "/metrics";

    // Prometheus' text format, https://prometheus.io/docs/instrumenting/exposition_formats.
    private const string Format = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Puts the page in front of everything else.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">Where it is.</param>
    public static void UseMetricsPage(this WebApplication app, MetricsOptions options)
    {
        if (options.Address?.Port is { } port)
        {
            var reading = app.Services.GetRequiredService<MetricsReading>();
            app.Use((context, next) => context.Connection.LocalPort == port ? AnswerAsync(context, reading) : next(context));
        }
    }

    private static async Task AnswerAsync(HttpContext context, MetricsReading reading)
    {
        if (context.Request.Path != Path || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (reading.Read() is { } text)
        {
            context.Response.ContentType = Format;
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = MediaTypeNames.Text.Plain;
            await context.Response.WriteAsync("The metrics could not be collected.", context.RequestAborted);
        }
    }
}
