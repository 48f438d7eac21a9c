using Connectors.Core.Webhooks;

namespace Connectors.Core.Tools;

/// <summary>The tools that a session's tenant carries out on its own server.</summary>
/// <param name="VoiceAgentId">The voice agent that binds them.</param>
/// <param name="Secrets">What signs calls, newest first.</param>
/// <param name="Endpoints">Where they are carried out.</param>
public sealed record SessionTools(string VoiceAgentId, IReadOnlyList<WebhookSecret> Secrets, IReadOnlyList<ToolEndpoint> Endpoints)
{
    /// <summary>The voice agent's id only.</summary>
    public override string ToString() => VoiceAgentId;

    internal ToolEndpoint? Find(string tool) =>
        Endpoints.FirstOrDefault(endpoint => string.Equals(endpoint.Name, tool, StringComparison.Ordinal));
}
