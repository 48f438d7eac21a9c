using Connectors.Core.Sessions;

namespace Connectors.Storage.Sessions;

/// <summary>
/// What of a session is not sealed, as it stands in a store: times in units of 100 ns since the year 1, names of states as text.
/// </summary>
internal sealed record SessionFields
{
    public required string Id { get; init; }

    public required long Version { get; init; }

    public required long Schema { get; init; }

    public required string TenantId { get; init; }

    public string? ConnectorId { get; init; }

    public string? AvatarSessionId { get; init; }

    public bool Started { get; init; }

    public bool StopRequired { get; init; }

    public bool StopConfirmed { get; init; }

    public required long Created { get; init; }

    public required long Updated { get; init; }

    public long? Ended { get; init; }

    public string? State { get; init; }

    public string? Result { get; init; }

    public string? Side { get; init; }

    public string? Reason { get; init; }

    /// <summary>The record without what is sealed; null: a newer schema, or damage.</summary>
    public SessionRecord? ToRecord()
    {
        if (Schema > SessionRecord.CurrentSchema || !Enum.TryParse<SessionState>(State, out var state) || !TryReadEnd(out var end))
        {
            return null;
        }

        return new SessionRecord
        {
            Id = Id,
            Version = Version,
            Schema = (int)Schema,
            TenantId = TenantId,
            ConnectorId = ConnectorId,
            Room = new RoomSource.LiveAvatarRoom(),
            AvatarSessionId = AvatarSessionId,
            Started = Started,
            StopRequired = StopRequired,
            StopConfirmed = StopConfirmed,
            CreatedAt = Time(Created),
            UpdatedAt = Time(Updated),
            EndedAt = Ended is { } ended ? Time(ended) : null,
            State = state,
            End = end,
        };
    }

    /// <summary>The id only.</summary>
    public override string ToString() => Id;

    private static DateTimeOffset Time(long ticks) => new(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);

    private bool TryReadEnd(out SessionEnd? end)
    {
        end = null;
        if (Result is null)
        {
            return true;
        }

        if (!Enum.TryParse<SessionResult>(Result, out var result) || !Enum.TryParse<EndedBy>(Side, out var side))
        {
            return false;
        }

        end = new SessionEnd(result, side, Reason ?? SessionEndReasons.ServerError);
        return true;
    }
}
