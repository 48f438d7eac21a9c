using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;

namespace Connectors.Server.Api.Contracts;

/// <summary>A session, while it lives and afterwards.</summary>
internal sealed record SessionInfo
{
    public required string Id { get; init; }

    public required SessionState State { get; init; }

    public required bool Reconnecting { get; init; }

    public required AgentState? AgentState { get; init; }

    public required string? VoiceAgentId { get; init; }

    public required string? Connector { get; init; }

    public required string? LiveavatarSessionId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? LiveAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required double DurationSeconds { get; init; }

    public required SessionEndView? End { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    public static SessionInfo From(SessionView view) => new()
    {
        Id = view.Id,
        State = view.State,
        Reconnecting = view.IsReconnecting,
        AgentState = view.Agent,
        VoiceAgentId = view.VoiceAgentId,
        Connector = view.ConnectorId,
        LiveavatarSessionId = view.AvatarSessionId,
        CreatedAt = view.CreatedAt,
        LiveAt = view.LiveAt,
        EndedAt = view.EndedAt,
        DurationSeconds = Math.Round(view.Duration.TotalSeconds, 3),
        End = view.End is { } end ? new(end.Result, end.EndedBy, end.Reason) : null,
        Metadata = view.Metadata,
    };
}
