namespace Connectors.Benchmarks.Telemetry;

/// <summary>A tenant that talks, as the API knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">A key of it.</param>
internal sealed record WatchedTenant(string Id, string Key)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
