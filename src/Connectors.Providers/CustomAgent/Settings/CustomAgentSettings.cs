using System.Text.Json;

namespace Connectors.Providers.CustomAgent.Settings;

/// <summary>Settings of a voice agent that is the tenant's own.</summary>
internal sealed record CustomAgentSettings
{
    /// <summary>Where the agent is; <c>wss</c>, with path and query as they are.</summary>
    public Uri Url { get; init; } = new("wss://agent.invalid/");

    /// <summary>What the agent is told as it is; undefined if nothing.</summary>
    public JsonElement Parameters { get; init; }

    public override string ToString() => nameof(CustomAgentSettings);
}
