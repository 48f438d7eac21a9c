namespace Connectors.Providers.Cartesia.Managed.Settings;

/// <summary>Settings of a Managed Agent, as its tenant writes them. Null leaves a value to us or the agent.</summary>
internal sealed record CartesiaManagedSettings
{
    /// <summary>The agent, such as <c>agent_…</c>.</summary>
    public string AgentId { get; init; } = string.Empty;

    /// <summary>Values for placeholders of the agent; texts, numbers and booleans.</summary>
    public IReadOnlyDictionary<string, object> DynamicVariables { get; init; } = new Dictionary<string, object>();

    /// <summary>
    /// Format of both directions, one of <see cref="CartesiaManagedNames.Formats"/>; null takes the one nearest to the host's.
    /// </summary>
    public string? AudioFormat { get; init; }

    /// <summary>How the agent's audio comes.</summary>
    public string OutputDelivery { get; init; } = CartesiaManagedNames.AsAvailable;

    /// <summary>Longest life of a connection, where the tenant knows of one: Cartesia documents none.</summary>
    public TimeSpan? ConnectionLimit { get; init; }

    /// <summary>Host of the API.</summary>
    public Uri BaseAddress { get; init; } = CartesiaManagedNames.DefaultBaseAddress;

    public override string ToString() => nameof(CartesiaManagedSettings);
}
