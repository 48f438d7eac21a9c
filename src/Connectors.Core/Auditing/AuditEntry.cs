namespace Connectors.Core.Auditing;

/// <summary>An event as it stands in the log, a link of its tenant's chain.</summary>
public sealed record AuditEntry
{
    /// <summary>Its place in the tenant's log, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was done.</summary>
    public required AuditEvent Event { get; init; }

    /// <summary>Id of the key it is signed with.</summary>
    public required string KeyId { get; init; }

    /// <summary>HMAC of the entry before; empty for the first.</summary>
    public required string PreviousMac { get; init; }

    /// <summary>HMAC-SHA-256 of everything else, in hexadecimal.</summary>
    public required string Mac { get; init; }

    /// <summary>Its place only.</summary>
    public override string ToString() => $"audit entry {Sequence}";
}
