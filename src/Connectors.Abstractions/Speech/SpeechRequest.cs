namespace Connectors.Speech;

/// <summary>A text that is to be spoken.</summary>
/// <param name="Text">The text, 1 to 10,000 characters.</param>
/// <param name="VoiceId">The provider's id of the voice.</param>
public sealed record SpeechRequest(string Text, string VoiceId)
{
    /// <summary>The provider's id of the model; null: the provider's usual one.</summary>
    public string? Model { get; init; }

    /// <summary>Language of the text, such as <c>de</c>; null: found out by the provider.</summary>
    public string? Language { get; init; }

    /// <summary>The voice only: the text is personal.</summary>
    public override string ToString() => VoiceId;
}
