using System.Text.Json;

namespace Connectors;

/// <summary>A voice agent's settings together with the secret of its credential.</summary>
/// <param name="Settings">A JSON object of the connector's settings schema.</param>
/// <param name="Secret">The credential's value.</param>
public sealed record ConnectorSetup(JsonElement Settings, Secret Secret);
