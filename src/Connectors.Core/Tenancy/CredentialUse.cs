namespace Connectors.Core.Tenancy;

/// <summary>Who uses a credential.</summary>
/// <param name="VoiceAgents">The voice agents that name it.</param>
/// <param name="IsDefaultAvatarCredential">Whether it is the tenant's default for LiveAvatar.</param>
public sealed record CredentialUse(IReadOnlyList<VoiceAgent> VoiceAgents, bool IsDefaultAvatarCredential)
{
    /// <summary>Whether anything depends on it.</summary>
    public bool IsUsed => VoiceAgents.Count > 0 || IsDefaultAvatarCredential;
}
