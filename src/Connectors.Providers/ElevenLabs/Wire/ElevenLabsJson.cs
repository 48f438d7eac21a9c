using System.Text.Json.Serialization;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>Generated readers of ElevenLabs' REST documents; lenient, because fields come and go.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(SubscriptionDocument))]
[JsonSerializable(typeof(SignedUrlDocument))]
[JsonSerializable(typeof(AgentDocument))]
[JsonSerializable(typeof(ErrorDocument))]
internal sealed partial class ElevenLabsJson : JsonSerializerContext;
