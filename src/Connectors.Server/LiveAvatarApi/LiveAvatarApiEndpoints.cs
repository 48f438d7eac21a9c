using Connectors.Core.Auditing;
using Connectors.Server.Api.Access;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi;

/// <summary>
/// LiveAvatar's session API as the unmodified web SDK and tenants' backends call it, at <c>/liveavatar/v1</c>: who moves over
/// changes one URL and one key.
/// </summary>
public static class LiveAvatarApiEndpoints
{
    /// <summary>Path of the API; the web SDK's <c>apiUrl</c> ends before the version.</summary>
    public const string Path = "/liveavatar/v1";

    /// <summary>Maps the API.</summary>
    /// <param name="routes">Where to.</param>
    public static void MapLiveAvatarApi(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var origins = services.GetRequiredService<PageOrigins>();
        var pages = new PageRoutes(
            routes.MapGroup(Path).ExcludeFromDescription().WithMetadata(new OwnLimits(TooMany)),
            origins,
            services.GetRequiredService<IAuditLog>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Connectors.LiveAvatarApi"));
        services.GetRequiredService<SecretEndpoints>().Map(pages);
        services.GetRequiredService<TokenEndpoints>().Map(pages);
        services.GetRequiredService<SessionEndpoints>().Map(pages);
        services.GetRequiredService<RecordEndpoints>().Map(pages);
        services.GetRequiredService<AccountEndpoints>().Map(pages);
        services.GetRequiredService<ContextEndpoints>().Map(pages);

        IResult TooMany(HttpContext context)
        {
            origins.Admit(context);
            return Envelope.TooMany();
        }
    }
}
