namespace Connectors.Sandbox.LiveAvatar;

/// <summary>
/// What of an avatar is in the room: participant <c>heygen</c> with one audio and one small video track. The LiveAvatar
/// sandbox tells it what to play; whether that was too early, too much or of a wrong rate is the sandbox's business.
/// Members may be called from any thread; only joining and leaving wait.
/// </summary>
internal interface IAvatarBody : IAsyncDisposable
{
    /// <summary>How much audio is queued and not yet handed to the track.</summary>
    TimeSpan Buffered { get; }

    /// <summary>
    /// Told true when queued audio begins to sound and false when the last of it has sounded or was cleared; from one
    /// thread, in order. Set it before joining; it must return at once and not throw.
    /// </summary>
    Action<bool>? PlayingChanged { get; set; }

    /// <summary>Joins the room and publishes both tracks.</summary>
    /// <param name="url"><c>ws</c> or <c>wss</c> address of the room server.</param>
    /// <param name="token">The avatar's access token.</param>
    /// <param name="cancellation">Gives up; what was begun is undone.</param>
    /// <exception cref="IOException">The room could not be joined; the message says why.</exception>
    Task JoinAsync(Uri url, string token, CancellationToken cancellation);

    /// <summary>Queues audio behind what is queued; it sounds at real-time pace, with silence where nothing is queued.</summary>
    /// <param name="pcm24k">PCM, signed 16-bit little-endian, mono, 24 kHz; copied. An odd last byte is ignored.</param>
    void Play(ReadOnlySpan<byte> pcm24k);

    /// <summary>Drops what is queued and what the track has buffered, so that silence follows at once.</summary>
    void Clear();

    /// <summary>Leaves the room, bounded in time. Does nothing when not joined.</summary>
    Task LeaveAsync();
}
