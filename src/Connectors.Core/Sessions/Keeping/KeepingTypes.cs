using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>The types that are written, as the options say.</summary>
internal sealed class KeepingTypes(JsonSerializerOptions options)
{
    /// <summary>With the letters of all languages as they are.</summary>
    public static KeepingTypes All { get; } = new(Create());

    public JsonTypeInfo<SessionEventEntry> SessionEventEntry => Of<SessionEventEntry>();

    public JsonTypeInfo<SessionEvent> SessionEvent => Of<SessionEvent>();

    public JsonTypeInfo<KeptEvent> KeptEvent => Of<KeptEvent>();

    public JsonTypeInfo<KeptTranscript> KeptTranscript => Of<KeptTranscript>();

    public JsonTypeInfo<UsageRecord> UsageRecord => Of<UsageRecord>();

    private JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowOutOfOrderMetadataProperties = true,
            TypeInfoResolver = KeepingJson.Default.WithAddedModifier(NameTimes).WithAddedModifier(NameArguments),
            Converters =
            {
                new SessionEventEntryConverter(),
                new MillisecondsConverter(),
                new JsonStringEnumConverter<SessionState>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<StartStage>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<AgentTextKind>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<AgentState>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<InterruptionCause>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<SessionPart>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<AudioLoss>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<SessionResult>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<EndedBy>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<Speaker>(JsonNamingPolicy.KebabCaseLower),
                new JsonStringEnumConverter<Transcripts.TranscriptState>(JsonNamingPolicy.KebabCaseLower),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    // Times are numbers of milliseconds, and say so in their names.
    private static void NameTimes(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.PropertyType == typeof(TimeSpan) || p.PropertyType == typeof(TimeSpan?)))
        {
            property.Name += "_ms";
        }
    }

    // A tool call's arguments are JSON already: an object within the event, not a text with an object in it.
    private static void NameArguments(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.Name == "arguments_json"))
        {
            property.Name = "arguments";
            property.CustomConverter = new RawJsonConverter();
        }
    }
}
