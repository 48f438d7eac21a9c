using Connectors.Providers.Cartesia.Managed.Settings;

namespace Connectors.Providers.Cartesia.Managed;

/// <summary>What the operator decides for all conversations with Cartesia's Managed Agents.</summary>
public sealed class CartesiaManagedOptions
{
    /// <summary>Host of voice agents whose settings name none, and of checks of credentials.</summary>
    /// <value>Default <c>https://api.cartesia.ai</c>.</value>
    public Uri BaseAddress { get; set; } = CartesiaManagedNames.DefaultBaseAddress;

    /// <summary>Limit for one REST call.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A send that takes longer ends the connection as stalled.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of WebSocket pings; unanswered for as long again, the connection is lost.</summary>
    /// <value>Default 20 s; 0 turns them off.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Time without audio of ours after which a moment of silence is sent. Unverified: Cartesia is said to give up after 120 s without
    /// an event, and whether pings count is not documented.
    /// </summary>
    /// <value>Default 30 s; 1 to 100 s.</value>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(30);
}
