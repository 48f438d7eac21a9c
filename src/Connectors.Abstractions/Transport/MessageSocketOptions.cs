namespace Connectors.Transport;

/// <summary>How a <see cref="MessageSocket"/> connects and behaves.</summary>
public sealed record MessageSocketOptions
{
    /// <summary>Where to; <c>ws</c> or <c>wss</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Sends the upgrade; outgoing connections of tenants go through the guard that this carries.</summary>
    public required HttpMessageInvoker Http { get; init; }

    /// <summary>Clock for timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Request headers of the upgrade.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Subprotocols to offer.</summary>
    public IReadOnlyList<string> Subprotocols { get; init; } = [];

    /// <summary>Limit for opening. Default 10 s.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Interval of WebSocket pings; the connection counts as lost when one is not answered within as long again. Zero turns
    /// them off (LiveAvatar's server stalls its pongs under load). Default 20 s.
    /// </summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A send that takes longer ends the socket as stalled. Default 10 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest message received, in bytes. Default 16 MiB, as ElevenLabs' own SDK has it.</summary>
    public int MaximumMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Media waiting to be sent before the oldest is dropped. Default 1 s.</summary>
    public TimeSpan MediaLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The same in bytes, for media whose time is not told. Default 4 MiB.</summary>
    public int MediaByteLimit { get; init; } = 4 * 1024 * 1024;

    /// <summary>Control messages waiting to be sent before more are refused. Default 256.</summary>
    public int ControlLimit { get; init; } = 256;
}
