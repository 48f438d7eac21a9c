using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Validation;

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
    private static readonly TimeSpan LongestAfter = TimeSpan.FromSeconds(5);

    internal IEnumerable<FieldError> Errors(IReadOnlyDictionary<string, IConnector> connectors)
    {
        if (FieldError.UnlessLength("name", Name, 1, 100) is { } name)
        {
            yield return name;
        }

        if (Interruptions is { } policy && (policy.After < TimeSpan.Zero || policy.After > LongestAfter))
        {
            yield return new("interruptions.after_ms", "Must be 0 to 5000.");
        }

        if (CredentialId is null)
        {
            yield return new("credential_id", "Is required.");
        }

        if (ConnectorId is null || !connectors.TryGetValue(ConnectorId, out var connector))
        {
            yield return new("connector", $"Must be one of {string.Join(", ", connectors.Keys.Order(StringComparer.Ordinal))}.");
            yield break;
        }

        foreach (var finding in connector.CheckSettings(Settings ?? default).Where(finding => finding.Severity == FindingSeverity.Error))
        {
            yield return new($"settings.{finding.Field}", finding.Message);
        }
    }

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(VoiceAgentDraft);
}
