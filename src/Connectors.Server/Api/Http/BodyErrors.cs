using System.Globalization;
using System.Text.Json;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Http;

/// <summary>Says what is wrong with a body, by place and without the names of our types.</summary>
internal static class BodyErrors
{
    public static Problem Explain(JsonException error)
    {
        // System.Text.Json's own words for these begin alike in .NET 8 to 10; a test holds us to them.
        var what = error.Message switch
        {
            var text when text.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => "There is no such member.",
            var text when text.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase) => "Is there twice.",
            var text when text.Contains("maximum configured depth", StringComparison.Ordinal) => "Is nested too deeply.",
            var text when text.Contains("could not be converted", StringComparison.Ordinal) =>
                "Has the wrong type, or is none of the values it may have.",
            _ => null,
        };
        var field = (error.Path ?? "$").TrimStart('$').TrimStart('.');
        return what is not null && field.Length > 0
            ? Problems.Of(Refusal.Invalid(new FieldError(field, what)))
            : Problems.Malformed(what ?? string.Create(
                CultureInfo.InvariantCulture,
                $"It is not valid JSON: line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1}."));
    }
}
