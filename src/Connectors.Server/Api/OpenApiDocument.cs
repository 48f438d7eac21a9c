using System.Reflection;
using System.Text.Json;
using Connectors.Server.Api.Http;
using Connectors.Server.Api.Idempotency;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connectors.Server.Api;

/// <summary>What the generated OpenAPI document says beyond what the endpoints say of themselves.</summary>
internal static class OpenApiDocument
{
    private const string SchemeId = "apiKey";

    /// <summary>Has schemas say what <see cref="ApiJson"/> reads and writes; nothing else goes by these options.</summary>
    public static void Describe(JsonSerializerOptions options)
    {
        var ours = ApiJson.Default.Options;
        options.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        options.PropertyNamingPolicy = ours.PropertyNamingPolicy;
        options.NumberHandling = ours.NumberHandling;
        foreach (var converter in ours.Converters)
        {
            options.Converters.Add(converter);
        }
    }

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Connectors",
                Version = "v1",
                Description = "Hosts voice agents in LiveAvatar rooms. Errors are RFC 9457 problem details with a stable type.",
            };
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[SchemeId] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key (ck_…); X-API-KEY takes it as well.",
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference(SchemeId, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A problem",
            Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new() { Schema = problem } },
        };
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IdempotentEndpoint>().Any())
        {
            AddHeader(operation, "Idempotency-Key", "The same key with the same request gets the same answer for a day.");
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>()
            .Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch))))
        {
            AddHeader(operation, "If-Match", "The ETag of what is changed: whoever comes second is refused. Without it, whichever it is.");
        }
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
        });
    }
}
