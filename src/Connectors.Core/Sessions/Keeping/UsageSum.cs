namespace Connectors.Core.Sessions.Keeping;

/// <summary>What a tenant used on one day with one connector.</summary>
/// <param name="Day">The day (UTC) on which the sessions were asked for.</param>
/// <param name="ConnectorId">The connector; null: sessions without an agent.</param>
/// <param name="Sessions">Sessions that were live.</param>
/// <param name="FailedStarts">Sessions that never came to it.</param>
/// <param name="Seconds">How long they were live, together.</param>
/// <param name="AgentAudioSeconds">Audio of agents that was heard, as far as it is known.</param>
public sealed record UsageSum(
    DateOnly Day, string? ConnectorId, int Sessions, int FailedStarts, double Seconds, double AgentAudioSeconds);
