using Connectors.Server.Hosting;

namespace Connectors.Server;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddConnectors(builder.Configuration.GetSection("Connectors").Get<ConnectorsOptions>() ?? new());
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/health/live");
        await app.RunAsync();
    }
}
