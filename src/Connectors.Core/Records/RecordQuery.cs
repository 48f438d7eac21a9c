namespace Connectors.Core.Records;

/// <summary>Asks for records of one kind and tenant, in the order of their ids.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="TenantId">Whose they are.</param>
public sealed record RecordQuery(string Kind, string TenantId)
{
    /// <summary>Only those with this tag; null for all.</summary>
    public string? Tag { get; init; }

    /// <summary>Only those behind this id in the order asked for; null from the beginning.</summary>
    public string? After { get; init; }

    /// <summary>Greatest id first. Ids are made in the order of time, so these are the newest.</summary>
    public bool Descending { get; init; }

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
