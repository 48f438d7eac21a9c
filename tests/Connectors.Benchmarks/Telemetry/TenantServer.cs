using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connectors.Benchmarks.Telemetry;

/// <summary>A tenant's own server: takes webhooks and carries out tools, or fails to, by the path.</summary>
internal sealed class TenantServer : IAsyncDisposable
{
    private const string Good = "/good";
    private const string Bad = "/bad";

    private readonly WebApplication _app;

    private TenantServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost(Good, static () => Results.Text(JsonSerializer.Serialize(new { degrees = 21 }), "application/json"));
        _app.MapPost(Bad, static () => Results.StatusCode(StatusCodes.Status500InternalServerError));
    }

    /// <summary>Where everything works.</summary>
    public string Works => _app.Urls.First() + Good;

    /// <summary>Where everything is answered with 500.</summary>
    public string Fails => _app.Urls.First() + Bad;

    public static async Task<TenantServer> StartAsync()
    {
        var server = new TenantServer();
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
