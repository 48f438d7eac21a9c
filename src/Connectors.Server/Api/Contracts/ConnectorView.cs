using System.Text.Json;

namespace Connectors.Server.Api.Contracts;

/// <summary>A connector that voice agents may name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="CredentialKind">Kind of credential that it needs.</param>
/// <param name="SettingsSchema">JSON Schema (2020-12) of a voice agent's settings.</param>
/// <param name="Capabilities">What it can do at best.</param>
/// <param name="Experimental">Whether it was not yet tried with its provider, and may change or go without notice.</param>
internal sealed record ConnectorView(
    string Id, string Name, string CredentialKind, JsonElement SettingsSchema, AgentCapabilities Capabilities, bool Experimental)
{
    public static ConnectorView From(ConnectorDescription description) => new(
        description.Id,
        description.DisplayName,
        description.CredentialKind,
        JsonElement.Parse(description.SettingsSchema),
        description.Capabilities,
        description.IsExperimental);
}
