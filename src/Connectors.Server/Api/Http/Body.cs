using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Metadata;

namespace Connectors.Server.Api.Http;

/// <summary>
/// A JSON body, read strictly: unknown members, members there twice, wrong types and bad UTF-8 are errors that name the place.
/// </summary>
/// <typeparam name="T">What it should be.</typeparam>
internal sealed class Body<T> : IRequestPart, IEndpointParameterMetadataProvider
    where T : class
{
    private Body(T? value, Problem? problem)
    {
        Value = value!;
        Problem = problem;
    }

    public Problem? Problem { get; }

    /// <summary>The body; only to be asked for where there is no problem.</summary>
    public T Value { get; }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new(null, Problems.NotJson);
        }

        var bytes = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        return bytes is null ? new(null, Problems.TooLarge)
            : Utf8.IsValid(bytes.Value.Span) ? Parse(bytes.Value.Span)
            : new(null, Problems.Malformed("It is not valid UTF-8."));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static Body<T> Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var value = JsonSerializer.Deserialize(bytes, (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!);
            return value is null ? new(null, Problems.Malformed("It is null.")) : new(value, null);
        }
        catch (JsonException error)
        {
            return new(null, BodyErrors.Explain(error));
        }
    }
}
