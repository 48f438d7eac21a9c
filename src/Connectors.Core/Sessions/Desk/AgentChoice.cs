using System.Text.Json;

namespace Connectors.Core.Sessions.Desk;

/// <summary>An agent given with a request.</summary>
/// <param name="ConnectorId">Its connector.</param>
/// <param name="CredentialId">Its credential.</param>
/// <param name="Settings">A JSON object of the connector's settings schema.</param>
public sealed record AgentChoice(string? ConnectorId, string? CredentialId, JsonElement? Settings)
{
    /// <summary>The connector only.</summary>
    public override string ToString() => ConnectorId ?? nameof(AgentChoice);
}
