namespace Connectors.Benchmarks.Telemetry;

/// <summary>A stand-in of an agent, as a voice agent names it.</summary>
/// <param name="Connector">Id of the connector.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Key">Value of its credential.</param>
/// <param name="IsChecked">Whether the provider is asked when it is registered.</param>
internal sealed record WatchedAgent(string Connector, object Settings, string Key, bool IsChecked = true)
{
    /// <summary>The connector only.</summary>
    public override string ToString() => Connector;
}
