namespace Connectors.Core.Rooms;

/// <summary>
/// Receives one room connection's audio and events. Called from threads of the room's library; returns at once and never
/// throws. Events arrive in order and never concurrently with each other; frames in order, but they may come while an
/// event is being delivered. <see cref="RoomEvent.Ended"/> comes exactly once and last.
/// </summary>
public interface IRoomListener
{
    /// <summary>A frame of the audio track that is heard.</summary>
    /// <param name="samples">Mono, 10 or 20 ms; valid during the call only.</param>
    /// <param name="sampleRate">Hz.</param>
    void OnAudioFrame(ReadOnlySpan<short> samples, int sampleRate);

    /// <summary>Everything that isn't audio.</summary>
    /// <param name="e">The event.</param>
    void OnEvent(RoomEvent e);
}
