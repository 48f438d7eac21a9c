namespace Connectors.Core.Sessions;

/// <summary>Asks for sessions of one tenant in the order of their ids, which is the order in which they were asked for.</summary>
/// <param name="TenantId">Whose.</param>
public sealed record SessionQuery(string TenantId)
{
    /// <summary>Only those that stand so; null for all.</summary>
    public IReadOnlyCollection<SessionState>? States { get; init; }

    /// <summary>Only those behind this id in the order asked for; null from the beginning.</summary>
    public string? After { get; init; }

    /// <summary>Newest first; the default.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>At most so many, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
}
