using Connectors.Events;

namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>A REST call's outcome: a value or the reason why there is none.</summary>
/// <param name="Value">Null if it failed.</param>
/// <param name="Failure">Null if it succeeded.</param>
internal readonly record struct ApiAnswer<T>(T? Value, AgentEvent.Closed? Failure)
    where T : class;
