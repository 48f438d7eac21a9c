using System.Text.Json;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>A voice agent that was not saved, but given with the session.</summary>
/// <param name="ConnectorId">Id of its connector.</param>
/// <param name="CredentialId">Id of its credential.</param>
/// <param name="Settings">A JSON object of the connector's settings schema.</param>
internal sealed record PreparedAgent(string ConnectorId, string CredentialId, JsonElement Settings)
{
    /// <summary>The connector only: settings may be personal.</summary>
    public override string ToString() => ConnectorId;
}
