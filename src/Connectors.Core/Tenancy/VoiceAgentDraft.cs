using System.Text.Json;
using Connectors.Core.Outgoing;
using Connectors.Core.Sessions;
using Connectors.Core.Tools;

namespace Connectors.Core.Tenancy;

/// <summary>A voice agent as somebody wants it.</summary>
/// <param name="Name">What its owner calls it, 1 to 100 characters.</param>
/// <param name="ConnectorId">Id of its connector.</param>
/// <param name="CredentialId">Id of its credential.</param>
/// <param name="Settings">A JSON object of the connector's settings schema.</param>
/// <param name="Interruptions">What happens when the user speaks during the agent's turn; null for the default.</param>
/// <param name="SkipCheck">Whether it is stored without asking the provider; the schema is checked all the same.</param>
public sealed record VoiceAgentDraft(
    string? Name,
    string? ConnectorId,
    string? CredentialId,
    JsonElement? Settings,
    InterruptionPolicy? Interruptions,
    bool SkipCheck = false)
{
    /// <summary>Tools that the tenant's own server carries out, up to 64.</summary>
    public IReadOnlyList<ToolEndpoint> Tools { get; init; } = [];

    /// <summary>The voice agent that goes on when this one fails; null: none does.</summary>
    public string? FallbackId { get; init; }

    internal IEnumerable<FieldError> Errors(ConnectorCatalog connectors, UrlRules urls) =>
    [
        .. OwnErrors().OfType<FieldError>(),
        .. ToolEndpoints.Errors(Tools, urls),
        .. connectors.Errors(ConnectorId, Settings),
    ];

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(VoiceAgentDraft);

    private IEnumerable<FieldError?> OwnErrors()
    {
        yield return FieldError.UnlessLength("name", Name, 1, 100);
        yield return Interruptions?.Error()?.Under("interruptions");
        yield return CredentialId is null ? new("credential_id", "Is required.") : null;
    }
}
