namespace Connectors.Core.Tenancy;

/// <summary>A key to our API, without its value: that is shown once and kept as a keyed hash.</summary>
public sealed record ApiKey
{
    /// <summary>Its id, the part of the key's text that is no secret.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is; <see cref="Records.RecordKey.Operator"/> for the operator's.</summary>
    public required string TenantId { get; init; }

    /// <summary>What its owner calls it, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it may be used for.</summary>
    public required ApiScope Scope { get; init; }

    /// <summary>Under which of our keys the hash was made.</summary>
    public required string HashKeyId { get; init; }

    /// <summary>HMAC-SHA-256 of id and secret part; 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
