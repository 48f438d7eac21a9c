namespace Connectors.LiveAvatar;

/// <summary>Where LiveAvatar is and how long it may take.</summary>
public sealed record LiveAvatarOptions
{
    /// <summary>Base address of the REST API; a path prefix is kept. Default <c>https://api.liveavatar.com</c>.</summary>
    public Uri BaseAddress { get; init; } = new("https://api.liveavatar.com");

    /// <summary>Time for one REST call, its answer included. Default 15 s, range 1 s to 2 min.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest REST answer read, in bytes. Default 256 KiB; a session's start is about 2 KiB.</summary>
    public int MaximumResponseBytes { get; init; } = 256 * 1024;

    /// <summary>Time for opening the LITE socket. Default 10 s.</summary>
    public TimeSpan SocketOpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time from the open socket to <c>session.state_updated: connected</c>; afterwards the connection counts as lost.
    /// Default 15 s, as LiveAvatar's own demo has it.
    /// </summary>
    public TimeSpan ConnectedTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A send that takes longer ends the socket as lost. Default 10 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Largest message read from the LITE socket, in bytes. Default 4 MiB: its events are below 1 KiB, and what is
    /// unknown to us is no reason to end a session.
    /// </summary>
    public int MaximumMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Sends the API's requests. It must not follow redirects: the API key is a header of its own and would go along. Null for
    /// one of our own; not disposed by us.
    /// </summary>
    public HttpMessageInvoker? Http { get; init; }
}
