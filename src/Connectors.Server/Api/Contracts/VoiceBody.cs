using Connectors.Core.Sessions.Saying;

namespace Connectors.Server.Api.Contracts;

/// <summary>The voice that says a text in a session without an agent.</summary>
/// <param name="CredentialId">Credential of its provider, such as one of the kind ELEVENLABS_API_KEY.</param>
/// <param name="VoiceId">The provider's id of the voice.</param>
/// <param name="Model">The provider's id of the model; default: the provider's usual one.</param>
/// <param name="Language">Language of the text, such as de; default: found out by the provider.</param>
internal sealed record VoiceBody(string? CredentialId = null, string? VoiceId = null, string? Model = null, string? Language = null)
{
    public VoiceChoice ToChoice() => new(CredentialId, VoiceId, Model, Language);
}
