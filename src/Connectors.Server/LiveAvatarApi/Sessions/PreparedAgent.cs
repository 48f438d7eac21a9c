using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Core.Tenancy;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>A voice agent that was not saved, but given with the session.</summary>
/// <param name="ConnectorId">Id of its connector.</param>
/// <param name="CredentialId">Id of its credential.</param>
/// <param name="Settings">A JSON object of the connector's settings schema.</param>
/// <param name="ContextId">The context it was given with, or null.</param>
/// <param name="Opening">What it says first, word for word; null: as it is configured.</param>
internal sealed record PreparedAgent(
    string ConnectorId, string CredentialId, JsonElement Settings, string? ContextId = null, string? Opening = null)
{
    /// <summary>The same with what a context says.</summary>
    /// <param name="context">The context.</param>
    public PreparedAgent With(Context context)
    {
        var settings = JsonObject.Create(Settings)!;
        settings["instructions"] = context.Instructions();
        return this with { Settings = JsonSerializer.SerializeToElement(settings), Opening = context.OpeningText };
    }

    /// <summary>The connector only: settings may be personal.</summary>
    public override string ToString() => ConnectorId;
}
