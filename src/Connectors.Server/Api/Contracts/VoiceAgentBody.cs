using System.Text.Json;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>A voice agent as a tenant wants it.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Connector">Id of its connector.</param>
/// <param name="CredentialId">Id of its credential, of the kind that the connector needs.</param>
/// <param name="Settings">A JSON object of the connector's settings schema.</param>
/// <param name="Interruptions">What happens when the user speaks during the agent's turn; default immediate.</param>
/// <param name="Tools">Tools that the tenant's own server carries out, up to 64; the others go to the user's page.</param>
/// <param name="FallbackVoiceAgentId">The voice agent that goes on when this one fails in a way that trying again doesn't mend.</param>
/// <param name="SkipCheck">Store it without asking the provider.</param>
internal sealed record VoiceAgentBody(
    string? Name = null,
    string? Connector = null,
    string? CredentialId = null,
    JsonElement? Settings = null,
    InterruptionsBody? Interruptions = null,
    IReadOnlyList<ToolBody>? Tools = null,
    string? FallbackVoiceAgentId = null,
    bool SkipCheck = false)
{
    public VoiceAgentDraft ToDraft() => new(Name, Connector, CredentialId, Settings, Interruptions?.ToPolicy(), SkipCheck)
    {
        Tools = [.. (Tools ?? []).Select(static tool => tool.ToEndpoint())],
        FallbackId = FallbackVoiceAgentId,
    };

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(VoiceAgentBody);
}
