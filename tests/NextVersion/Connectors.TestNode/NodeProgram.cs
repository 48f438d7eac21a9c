using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Crossing;
using Connectors.Grains;
using Connectors.Storage.Redis;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.TestNode;

internal static partial class NodeProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static partial void AddNext(IServiceCollection services)
    {
        var store = services.Last(service => service.ServiceType == typeof(ISessionStore)).ImplementationType!;
        services.AddSingleton(store);
        services.AddSingleton<ISessionStore>(provider => new NextStore(
            (ISessionStore)provider.GetRequiredService(store), provider.GetRequiredService<RedisConnection>()));
    }

    static partial void MapNext(WebApplication app) => app.MapGet("/test/accent/{id}", AskAsync);

    // Who doesn't know the question yet is of the version before: then there is no accent.
    private static async Task<string> AskAsync(string id, IGrainFactory grains)
    {
        try
        {
            var answer = await grains.GetGrain<ISessionGrain>(id).AccentAsync().WaitAsync(Patience, TimeProvider.System);
            return SessionReply.Parse(answer).Kind == ReplyKind.Here ? "next" : "elsewhere";
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message.Split('\n')[0]}";
        }
    }
}
