namespace Connectors.Core.Avatars;

/// <summary>
/// The socket over which an avatar is told what to say: PCM 16 bit, 24 kHz, mono (facts/liveavatar.md §2). Operations are
/// enqueues and return at once; before <see cref="AvatarEvent.Connected"/> the real one drops everything silently, so
/// calls made earlier are refused here.
/// </summary>
public interface IAvatarConnection : IAsyncDisposable
{
    /// <summary>Appends audio to an utterance; queues behind what the avatar was told before.</summary>
    /// <param name="eventId">Id of the utterance: one for all of its chunks, never used again.</param>
    /// <param name="audio">PCM 16 bit, 24 kHz, mono; at most <see cref="AvatarLimits.ChunkBytes"/>; copied.</param>
    bool Speak(string eventId, ReadOnlySpan<byte> audio);

    /// <summary>Ends an utterance; without it the avatar never returns to idle. Stays behind its chunks.</summary>
    /// <param name="eventId">The utterance's id.</param>
    bool EndSpeech(string eventId);

    /// <summary>Stops the avatar now: throws away chunks not sent yet, and overtakes everything.</summary>
    /// <param name="eventId">The utterance that is cut, or null.</param>
    bool Interrupt(string? eventId);

    /// <summary>Puts the avatar into its listening pose.</summary>
    bool StartListening();

    /// <summary>Ends the listening pose.</summary>
    bool StopListening();

    /// <summary>Keeps the session from its idle timeout (5 min without any message).</summary>
    bool KeepAlive();

    /// <summary>Closes the socket, bounded in time (2 s). This does not stop the session at LiveAvatar.</summary>
    Task CloseAsync();
}
