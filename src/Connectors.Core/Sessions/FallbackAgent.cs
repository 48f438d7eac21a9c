using Connectors.Core.Tools;

namespace Connectors.Core.Sessions;

/// <summary>The agent that goes on with a session whose own agent failed in a way that trying again doesn't mend.</summary>
/// <param name="VoiceAgentId">The voice agent.</param>
/// <param name="CredentialId">Its credential.</param>
/// <param name="ConnectorId">Its connector.</param>
/// <param name="Setup">Its settings and its secret.</param>
/// <param name="Tools">Its tools that the tenant's server carries out; null: none.</param>
public sealed record FallbackAgent(string VoiceAgentId, string CredentialId, string ConnectorId, ConnectorSetup Setup, SessionTools? Tools)
{
    /// <summary>The voice agent's id only.</summary>
    public override string ToString() => VoiceAgentId;
}
