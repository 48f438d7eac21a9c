namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>Something that happened on a session's socket.</summary>
/// <param name="Timestamp">When, by the sandbox's clock.</param>
/// <param name="Direction">Received, sent, or received and dropped without a word.</param>
/// <param name="Type">
/// The message's <c>type</c>; <c>socket.opened</c>, <c>socket.stalled</c> and <c>socket.ended</c> for the socket itself.
/// </param>
/// <param name="EventId">The utterance, where named; of <c>agent.state_updated</c> the new state.</param>
/// <param name="AudioBytes">Bytes of audio in it.</param>
internal readonly record struct LiteRecord(
    long Timestamp, LiteDirection Direction, string Type, string? EventId = null, int AudioBytes = 0);
