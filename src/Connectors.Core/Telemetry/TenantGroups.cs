namespace Connectors.Core.Telemetry;

/// <summary>
/// Groups of tenants by which is measured. Each makes series of its own, so a process tells apart as many as whoever keeps them bears;
/// those that come later count together with the tenants of no group.
/// </summary>
internal sealed class TenantGroups
{
    /// <summary>So many are told apart.</summary>
    public const int Most = 50;

    /// <summary>What the others are called together.</summary>
    public const string Other = "other";

    private readonly Lock _lock = new();
    private volatile HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>What a group is called in metrics; the same for as long as the process lives.</summary>
    /// <param name="group">The group, or null: none.</param>
    public string Of(string? group)
    {
        if (group is null)
        {
            return Other;
        }

        return _known.Contains(group) || TryAdd(group) ? group : Other;
    }

    private bool TryAdd(string group)
    {
        lock (_lock)
        {
            if (_known.Count < Most)
            {
                _known = new(_known, StringComparer.Ordinal) { group };
            }

            return _known.Contains(group);
        }
    }
}
