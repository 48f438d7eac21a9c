using System.Text.Json.Serialization;
using Connectors.Providers.ElevenLabs.Speech;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>Generated readers of ElevenLabs' REST documents; lenient, because fields come and go.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(SubscriptionDocument))]
[JsonSerializable(typeof(SignedUrlDocument))]
[JsonSerializable(typeof(AgentDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(SpeechBody))]
internal sealed partial class ElevenLabsJson : JsonSerializerContext;
