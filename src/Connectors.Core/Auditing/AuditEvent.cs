namespace Connectors.Core.Auditing;

/// <summary>Something that was done or tried: who, what, to what, from where. Holds no secret and no personal content.</summary>
public sealed record AuditEvent
{
    /// <summary>In whose log it belongs; <see cref="Records.RecordKey.Operator"/> for the operator's own.</summary>
    public required string TenantId { get; init; }

    /// <summary>Who did it: <c>key:ID</c>, <c>session-token:ID</c> or <c>service</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, such as <c>credential.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what, such as <c>credential/0199…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary><c>done</c>, or why it was refused: the last part of the problem's type, such as <c>not-found</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Address it came from, or null for the service itself.</summary>
    public string? From { get; init; }
}
