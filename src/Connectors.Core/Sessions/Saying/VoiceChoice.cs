namespace Connectors.Core.Sessions.Saying;

/// <summary>The voice that says a text.</summary>
/// <param name="CredentialId">Credential of its provider, whose kind says which provider it is.</param>
/// <param name="VoiceId">The provider's id of the voice.</param>
/// <param name="Model">The provider's id of the model, or null.</param>
/// <param name="Language">Language of the text, or null.</param>
public sealed record VoiceChoice(string? CredentialId, string? VoiceId, string? Model, string? Language);
