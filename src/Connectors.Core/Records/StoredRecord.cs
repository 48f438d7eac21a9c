namespace Connectors.Core.Records;

/// <summary>What a store keeps: a body it doesn't look into, and the few things it is found by.</summary>
public sealed record StoredRecord
{
    /// <summary>Its name.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>Counts the writes from 1; set by the store. 0: not written yet.</summary>
    public long Version { get; init; }

    /// <summary>What else it is found by within kind and tenant, or null: a session's id, for instance. Up to 200 characters.</summary>
    public string? Tag { get; init; }

    /// <summary>When something is due with it (a delivery, its expiry), or null. Kept to the millisecond.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>JSON, or a sealed box where the kind is personal or secret. Up to 4 MB.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The name only: the rest may be secret or personal.</summary>
    public override string ToString() => Key.ToString();
}
