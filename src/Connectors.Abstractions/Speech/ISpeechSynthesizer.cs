namespace Connectors.Speech;

/// <summary>
/// Turns texts into speech at one provider, for sessions without an agent. Nothing is thrown for what the provider answers.
/// </summary>
public interface ISpeechSynthesizer
{
    /// <summary>Kind of credential that it needs, such as <c>ELEVENLABS_API_KEY</c>; one synthesizer a kind.</summary>
    string CredentialKind { get; }

    /// <summary>Asks for speech; returns as soon as it begins to come, or with the reason why it doesn't.</summary>
    /// <param name="request">What is to be said, and by which voice.</param>
    /// <param name="secret">The tenant's key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<SpeechAnswer> SpeakAsync(SpeechRequest request, Secret secret, CancellationToken cancellationToken);
}
