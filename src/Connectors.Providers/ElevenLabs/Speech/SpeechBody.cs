using System.Text.Json.Serialization;

namespace Connectors.Providers.ElevenLabs.Speech;

/// <summary>Body of a request for speech.</summary>
/// <param name="Text">What is to be said.</param>
/// <param name="ModelId">The model.</param>
/// <param name="LanguageCode">Language, or null.</param>
internal sealed record SpeechBody(
    string Text, string ModelId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LanguageCode)
{
    public override string ToString() => nameof(SpeechBody);
}
