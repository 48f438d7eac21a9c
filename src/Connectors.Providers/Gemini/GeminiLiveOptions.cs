using Connectors.Providers.Gemini.Settings;

namespace Connectors.Providers.Gemini;

/// <summary>What the operator decides for all conversations with Gemini.</summary>
public sealed class GeminiLiveOptions
{
    /// <summary>Host of voice agents whose settings name none, and of checks of credentials.</summary>
    /// <value>Default <c>https://generativelanguage.googleapis.com</c>.</value>
    public Uri BaseAddress { get; set; } = GeminiLiveNames.DefaultBaseAddress;

    /// <summary>Limit for one REST call.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A send that takes longer ends the connection as stalled.</summary>
    /// <value>Default 10 s; 1 to 60 s.</value>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Interval of WebSocket pings, the only keep-alive there is; unanswered for as long again, the connection is lost.</summary>
    /// <value>Default 20 s; 0 turns them off.</value>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);
}
