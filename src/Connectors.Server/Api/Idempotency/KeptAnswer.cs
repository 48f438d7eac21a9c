namespace Connectors.Server.Api.Idempotency;

/// <summary>What is kept of a call with an idempotency key.</summary>
internal sealed record KeptAnswer
{
    public required string TenantId { get; init; }

    /// <summary>Hash of the key: the key itself is the caller's.</summary>
    public required string Id { get; init; }

    /// <summary>Hash of method, path and body.</summary>
    public required string RequestHash { get; init; }

    /// <summary>0 while the call runs.</summary>
    public int Status { get; init; }

    public string? ContentType { get; init; }

    public string? ETag { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(KeptAnswer);
}
