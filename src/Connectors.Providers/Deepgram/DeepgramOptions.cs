using Connectors.Providers.Deepgram.Settings;

namespace Connectors.Providers.Deepgram;

/// <summary>What the operator decides for all conversations with Deepgram.</summary>
public sealed class DeepgramOptions
{
    /// <summary>Host of voice agents whose settings name none, and of checks of credentials.</summary>
    /// <value>Default <c>https://agent.deepgram.com</c>.</value>
    public Uri BaseAddress { get; set; } = DeepgramNames.DefaultBaseAddress;

    /// <summary>Limit for one REST call.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A send that takes longer ends the connection as stalled.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of WebSocket pings; unanswered for as long again, the connection is lost.</summary>
    /// <value>Default 20 s; 0 turns them off.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time without audio after which a <c>KeepAlive</c> is sent. Deepgram gives up after about 10 s.</summary>
    /// <value>Default 8 s; 1 to 9 s.</value>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(8);
}
