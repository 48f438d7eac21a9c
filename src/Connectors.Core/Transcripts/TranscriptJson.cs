using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors.Core.Transcripts;

[JsonSerializable(typeof(TranscriptDocument))]
internal sealed partial class TranscriptJson : JsonSerializerContext
{
    /// <summary>Indented, and with the letters of all languages as they are: the file is read by people.</summary>
    public static TranscriptJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter<Speaker>(JsonNamingPolicy.KebabCaseLower),
            new JsonStringEnumConverter<TranscriptState>(JsonNamingPolicy.KebabCaseLower),
        },
    });
}
