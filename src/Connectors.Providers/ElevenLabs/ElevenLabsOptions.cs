namespace Connectors.Providers.ElevenLabs;

/// <summary>What the operator decides for all conversations with ElevenLabs.</summary>
public sealed class ElevenLabsOptions
{
    /// <summary>Host of voice agents whose settings name none, and of checks of credentials.</summary>
    /// <value>Default <c>https://api.elevenlabs.io</c>, which is routed to the nearest region.</value>
    public Uri BaseAddress { get; set; } = ElevenLabsSettings.DefaultBaseAddress;

    /// <summary>Limit for one REST call.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A send that takes longer ends the connection as stalled.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of WebSocket pings, beside the provider's own; unanswered for as long again, the connection is lost.</summary>
    /// <value>Default 20 s; 0 turns them off.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);
}
