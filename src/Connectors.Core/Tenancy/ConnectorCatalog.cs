using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Core.Tenancy;

/// <summary>The connectors there are, by id.</summary>
/// <param name="connectors">All of them.</param>
public sealed class ConnectorCatalog(IEnumerable<IConnector> connectors)
{
    private readonly SortedDictionary<string, IConnector> _connectors = new(
        connectors.ToDictionary(connector => connector.Description.Id, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>All, by their ids.</summary>
    public IReadOnlyCollection<IConnector> All => _connectors.Values;

    /// <summary>Finds one.</summary>
    /// <param name="id">Its id; null is the id of none.</param>
    /// <param name="connector">The connector, if there is one.</param>
    public bool TryFind([NotNullWhen(true)] string? id, [NotNullWhen(true)] out IConnector? connector)
    {
        connector = null;
        return id is not null && _connectors.TryGetValue(id, out connector);
    }

    /// <summary>What is wrong with settings for a connector, without asking the provider.</summary>
    /// <param name="connector">The connector.</param>
    /// <param name="settings">A JSON object of its settings schema.</param>
    public static IEnumerable<ValidationFinding> Wrong(IConnector connector, JsonElement settings) =>
        connector.CheckSettings(settings).Where(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>What is wrong with a choice of a connector and settings for it: the members <c>connector</c> and <c>settings</c>.</summary>
    /// <param name="id">The connector's id.</param>
    /// <param name="settings">A JSON object of its settings schema.</param>
    internal IEnumerable<FieldError> Errors(string? id, JsonElement? settings) => TryFind(id, out var connector)
        ? Wrong(connector, settings ?? default)
            .Select(finding => new FieldError($"settings.{finding.Field}", finding.Message))
        : [new("connector", $"Must be one of {string.Join(", ", _connectors.Keys)}.")];
}
