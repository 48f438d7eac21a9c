using Connectors.Providers.Cartesia.Settings;

namespace Connectors.Providers.Cartesia;

/// <summary>What the operator decides for all calls of Cartesia Line.</summary>
public sealed class CartesiaLineOptions
{
    /// <summary>Host of voice agents whose settings name none, and of checks of credentials.</summary>
    /// <value>Default <c>https://api.cartesia.ai</c>.</value>
    public Uri BaseAddress { get; set; } = CartesiaLineNames.DefaultBaseAddress;

    /// <summary>Limit for one REST call.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A send that takes longer ends the connection as stalled.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Interval of WebSocket pings; unanswered for as long again, the connection is lost. They also keep a call without audio
    /// alive, which Cartesia ends after 180 s (30 s in 2025).
    /// </summary>
    /// <value>Default 20 s; 0 turns them off.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Silence of the agent that parts two of its turns, counted from when the last audio would have been heard: Line marks neither
    /// begin nor end of a turn.
    /// </summary>
    /// <value>Default 1 s; 100 ms to 10 s.</value>
    public TimeSpan TurnPause { get; set; } = TimeSpan.FromSeconds(1);
}
