using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>Reads the body of a call: an object of at most 64 KiB, or nothing.</summary>
internal static class RequestBody
{
    private const int MostBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private static readonly FieldFault Malformed = new(["body"], "json_invalid", "JSON decode error");

    /// <summary>Reads it.</summary>
    /// <param name="context">The call.</param>
    /// <returns>The members, none where there is no body; or what to answer.</returns>
    public static async Task<(RequestFields? Fields, IResult? Refusal)> ReadAsync(HttpContext context)
    {
        if (await Api.Http.RequestBody.ReadAsync(context.Request, MostBytes, context.RequestAborted) is not { } bytes)
        {
            return (null, TooLarge());
        }

        if (bytes.Length == 0)
        {
            return (new(Empty(), "body"), null);
        }

        if (!Utf8.IsValid(bytes.Span) || !IsText(bytes.Span))
        {
            return (null, Envelope.Invalid([Malformed]));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (new(document.RootElement.Clone(), "body"), null)
                : (null, Envelope.Invalid([new(["body"], "model_attributes_type", "Input should be a valid dictionary")]));
        }
        catch (JsonException)
        {
            return (null, Envelope.Invalid([Malformed]));
        }
    }

    private static IResult TooLarge() => Envelope.Refused(
        StatusCodes.Status413PayloadTooLarge, AnswerCode.TooLarge, $"The body is larger than {MostBytes / 1024} KiB.");

    private static JsonElement Empty()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement.Clone();
    }

    // Half a surrogate pair, as \ud800, is valid JSON but no text; reading it later would throw.
    private static bool IsText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true })
                {
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            return false;
        }
    }
}
