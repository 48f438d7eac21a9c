namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>Something that happened on one of a session's sockets.</summary>
/// <param name="Timestamp">When, by the sandbox's clock.</param>
/// <param name="Direction">Received, sent, or received and dropped without a word.</param>
/// <param name="Type">
/// The message's <c>type</c>; <c>socket.opened</c>, <c>socket.stalled</c> and <c>socket.ended</c> for the socket itself.
/// </param>
/// <param name="EventId">The utterance, where named; of <c>agent.state_updated</c> the new state.</param>
/// <param name="AudioBytes">Bytes of audio in it.</param>
/// <param name="Socket">Which of the session's sockets, from 1 in the order of their opening; 0: none was there.</param>
/// <param name="IsOvertaken">Whether a newer socket had been opened by then.</param>
internal readonly record struct LiteRecord(
    long Timestamp,
    LiteDirection Direction,
    string Type,
    string? EventId = null,
    int AudioBytes = 0,
    int Socket = 0,
    bool IsOvertaken = false);
