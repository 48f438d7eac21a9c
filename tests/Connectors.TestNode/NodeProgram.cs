using Connectors.Core.Rooms;
using Connectors.Server;
using Connectors.TestNode.Lines;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.TestNode;

/// <summary>The service as a node that tests start. What the next version has beside it, it adds where it is compiled.</summary>
internal static partial class NodeProgram
{
    /// <summary>The setting by which rooms are those of the test (<see cref="LineRooms"/>).</summary>
    private const string WantsLines = "Test:Lines";

    private static async Task<int> Main(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(settings);
        var hasLines = builder.Configuration[WantsLines] == "true";
        builder.Host.UseServiceProviderFactory(new ChangedServices(services =>
        {
            if (hasLines)
            {
                services.AddSingleton<IRoomTransport, LineRooms>();
            }

            AddNext(services);
        }));
        await using var app = ServerApp.Build(builder);
        MapNext(app);
        await app.RunAsync();
        return Environment.ExitCode;
    }

    static partial void AddNext(IServiceCollection services);

    static partial void MapNext(WebApplication app);
}
