namespace Connectors.Providers.CustomAgent;

/// <summary>What the operator decides for all conversations with tenants' own agents.</summary>
public sealed class CustomAgentOptions
{
    /// <summary>Whether agents may be reached by plain <c>ws</c>, as other addresses of tenants.</summary>
    /// <value>Default false: <c>wss</c> only.</value>
    public bool AllowInsecure { get; set; }

    /// <summary>Limit for checking an agent, from connecting to its <c>ready</c>.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A send that takes longer ends the connection as stalled.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of WebSocket pings; unanswered for as long again, the connection is lost.</summary>
    /// <value>Default 20 s; 0 turns them off.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);
}
