using System.Text.Json.Serialization;

namespace Connectors.Providers.OpenAI.Settings;

/// <summary>Strict reading of the settings: what isn't known is refused, so that a misspelt setting isn't ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(OpenAIRealtimeSettings))]
internal sealed partial class OpenAIRealtimeJson : JsonSerializerContext;
