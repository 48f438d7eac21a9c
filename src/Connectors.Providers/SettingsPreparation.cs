using Connectors.Events;
using Connectors.Validation;

namespace Connectors.Providers;

/// <summary>Nothing has to be fetched ahead; the settings are read, so that wrong ones are known before the user comes.</summary>
/// <typeparam name="T">The provider's settings.</typeparam>
/// <param name="Setup">What was prepared.</param>
/// <param name="Settings">The settings, read.</param>
internal sealed record SettingsPreparation<T>(ConnectorSetup Setup, T Settings) : AgentPreparation(Setup)
{
    /// <summary>Prepares; fails with the first thing that is wrong.</summary>
    /// <param name="setup">What to prepare.</param>
    /// <param name="settings">Its settings, read.</param>
    /// <param name="findings">What was found while reading them.</param>
    /// <param name="badKey">How a conversation with a bad key ends.</param>
    public static SettingsPreparation<T> Of(
        ConnectorSetup setup, T settings, IEnumerable<ValidationFinding> findings, AgentEvent.Closed badKey)
    {
        var wrong = findings.FirstOrDefault(static finding => finding.Severity == FindingSeverity.Error);
        return new(setup, settings)
        {
            Failure = wrong is not null ? new(CloseKind.Misconfigured, false, wrong.Code, $"{wrong.Field}: {wrong.Message}")
                : HeaderKeys.IsKey(setup.Secret) ? null
                : badKey,
        };
    }
}
