using System.Text.Json;
using Connectors.Core.Sessions.Desk;

namespace Connectors.Server.Api.Contracts;

/// <summary>An agent that isn't saved.</summary>
/// <param name="Connector">Id of its connector.</param>
/// <param name="CredentialId">Id of its credential.</param>
/// <param name="Settings">A JSON object of the connector's settings schema.</param>
internal sealed record SessionAgentBody(string? Connector = null, string? CredentialId = null, JsonElement? Settings = null)
{
    public AgentChoice ToChoice() => new(Connector, CredentialId, Settings);

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(SessionAgentBody);
}
