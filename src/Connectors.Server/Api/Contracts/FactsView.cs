using Connectors.Validation;

namespace Connectors.Server.Api.Contracts;

/// <summary>What a provider tells about an agent; null: not known.</summary>
/// <param name="AgentName">Its name at the provider.</param>
/// <param name="InputFormat">Format of the user's audio, such as pcm_16000.</param>
/// <param name="OutputFormat">Format of the agent's audio.</param>
/// <param name="MaximumDurationSeconds">Longest conversation.</param>
/// <param name="MaximumConcurrency">Conversations at once of the plan.</param>
internal sealed record FactsView(
    string? AgentName, string? InputFormat, string? OutputFormat, int? MaximumDurationSeconds, int? MaximumConcurrency)
{
    public static FactsView From(AgentFacts facts) => new(
        facts.AgentName,
        facts.InputFormat?.ToString(),
        facts.OutputFormat?.ToString(),
        facts.MaximumDuration is { } duration ? (int)duration.TotalSeconds : null,
        facts.MaximumConcurrency);
}
