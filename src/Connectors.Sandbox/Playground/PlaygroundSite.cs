using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Connectors.Sandbox.Playground;

/// <summary>
/// A tenant's web site: the page with the unmodified web SDK, and the backend that has the API key and gets the page its
/// session tokens. Another origin than the API, as tenants' sites are.
/// </summary>
internal sealed class PlaygroundSite : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["index.html"] = "text/html; charset=utf-8",
        ["page.css"] = "text/css",
        ["page.js"] = "text/javascript",
    };

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private PlaygroundSite(int port) => _app = Build(port);

    /// <summary>Where the page is.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The origins by which a browser on this machine may know it.</summary>
    public IReadOnlyList<string> Origins => [$"http://127.0.0.1:{Address.Port}", $"http://localhost:{Address.Port}"];

    /// <summary>What the page talks to; set once that is there.</summary>
    public PlaygroundTarget? Target { get; set; }

    /// <summary>Starts it.</summary>
    /// <param name="port">Port on 127.0.0.1, or 0 for a free one.</param>
    /// <exception cref="IOException">The port is taken, or the page was not built.</exception>
    public static async Task<PlaygroundSite> StartAsync(int port)
    {
        if (!File.Exists(PathOf("page.js")))
        {
            throw new IOException("The playground's page is missing: build Connectors.Sandbox, which needs Node.js 20 and npm for it.");
        }

        var site = new PlaygroundSite(port);
        await site._app.StartAsync();
        var addresses = site._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        site.Address = new(addresses.Addresses.First() + "/");
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "playground", file);

    private WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = StopLimit);
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.MapGet("/", () => Results.File(PathOf("index.html"), Files["index.html"]));
        app.MapGet("/{file}", static (string file) =>
            Files.TryGetValue(file, out var type) ? Results.File(PathOf(file), type) : Results.NotFound());
        app.MapGet("/config.json", () => Results.Text(Config().ToJsonString(), "application/json"));
        app.MapPost("/token", TokenAsync);
        return app;
    }

    private JsonObject Config() => new() { ["apiUrl"] = Target!.ApiUrl.OriginalString.TrimEnd('/'), ["agent"] = Target.Agent };

    // The whole of a tenant's backend: one call with the key that the page must not have.
    private async Task<IResult> TokenAsync(CancellationToken cancellationToken)
    {
        var target = Target!;
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{target.ApiUrl.OriginalString.TrimEnd('/')}/v1/sessions/token");
        request.Headers.Add("X-API-KEY", target.ApiKey.Reveal());
        request.Content = new StringContent(target.TokenRequest, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return Results.Text(body, "application/json", statusCode: (int)response.StatusCode);
    }
}
