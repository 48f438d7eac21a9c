using Connectors.Providers.Gemini.Settings;

namespace Connectors.Providers.Gemini;

/// <summary>Nothing has to be fetched ahead; the settings are read, so that wrong ones are known before the user comes.</summary>
/// <param name="Setup">What was prepared.</param>
/// <param name="Settings">The settings, read.</param>
internal sealed record GeminiLivePreparation(ConnectorSetup Setup, GeminiLiveSettings Settings) : AgentPreparation(Setup);
