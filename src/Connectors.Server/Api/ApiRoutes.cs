using Connectors.Server.Api.Access;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;
using Connectors.Server.Api.Resources;

namespace Connectors.Server.Api;

/// <summary>Our API: <c>/api/v1</c>, and the operator's below <c>/api/v1/operator</c>.</summary>
public static class ApiRoutes
{
    /// <summary>Registers what the API needs.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">How it is offered.</param>
    public static IServiceCollection AddApi(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<AddressLimits>();
        services.AddSingleton<KeyLimits>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<ThisNode>();
        AddKeyAuthentication(services);
        services.AddAuthorizationBuilder().AddApiPolicies();
        services.AddOpenApi("v1", OpenApiDocument.Configure);
        services.ConfigureHttpJsonOptions(json => OpenApiDocument.Describe(json.SerializerOptions));
        return services;
    }

    /// <summary>Puts into the pipeline what every call goes through.</summary>
    /// <param name="app">The application.</param>
    public static IApplicationBuilder UseApi(this IApplicationBuilder app)
    {
        app.UseMiddleware<ApiErrors>();
        app.UseRouting();
        app.UseMiddleware<AddressLimits>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<TenantScope>();
        app.UseMiddleware<KeyLimits>();
        app.UseMiddleware<IdempotencyKeys>();
        return app;
    }

    /// <summary>Maps the API.</summary>
    /// <param name="routes">Where to.</param>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").AddEndpointFilter<AccessAudit>().AddEndpointFilter<RequestPartFilter>();
        var operators = api.MapGroup("/operator").RequireAuthorization(ApiPolicies.Operator).AddEndpointFilter<OperatorPort>();
        TenantEndpoints.Map(operators);
        ApiKeyEndpoints.Map(operators);
        NodeEndpoints.Map(operators);
        AuditEndpoints.Map(operators, "listOperatorAudit");
        AuditEndpoints.Map(api.MapGroup("").RequireAuthorization(ApiPolicies.Read), "listAudit");
        SessionEndpoints.Map(api);
        LiveEndpoints.Map(api);
        WebhookEndpoints.Map(api);
        UsageEndpoints.Map(api);
        OwnTenantEndpoints.Map(api);
        CredentialEndpoints.Map(api);
        VoiceAgentEndpoints.Map(api);
        ConnectorEndpoints.Map(api);
        routes.MapOpenApi("/openapi/{documentName}.json");
    }

    // By hand: AddAuthentication brings data protection along, which keeps keys of its own in the user's home.
    private static void AddKeyAuthentication(IServiceCollection services)
    {
        services.AddWebEncoders();
        services.AddTransient<ApiKeyAuthentication>();
        services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = ApiKeyAuthentication.SchemeName;
            authentication.AddScheme<ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        });
    }
}
