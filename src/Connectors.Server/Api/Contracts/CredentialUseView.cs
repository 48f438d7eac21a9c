using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>Who uses a credential.</summary>
/// <param name="VoiceAgents">The voice agents that name it.</param>
/// <param name="DefaultLiveavatarCredential">Whether it is the tenant's default for LiveAvatar.</param>
internal sealed record CredentialUseView(IReadOnlyList<NamedView> VoiceAgents, bool DefaultLiveavatarCredential)
{
    public static CredentialUseView From(CredentialUse use) =>
        new([.. use.VoiceAgents.Select(agent => new NamedView(agent.Id, agent.Name))], use.IsDefaultAvatarCredential);
}
