namespace Connectors.Core.Rooms.Messages;

/// <summary>
/// The room's events that carry text. Spelled with dots only: the web SDK drops the <c>_chunk</c> spellings of the documents
/// (facts/sdk-proof.md §3).
/// </summary>
public enum RoomTextKind
{
    /// <summary><c>user.transcription</c>: what the user said.</summary>
    UserTranscription,

    /// <summary><c>user.transcription.chunk</c>: a piece of it.</summary>
    UserTranscriptionChunk,

    /// <summary><c>avatar.transcription</c>: what the agent says.</summary>
    AvatarTranscription,

    /// <summary><c>avatar.transcription.chunk</c>: a piece of it.</summary>
    AvatarTranscriptionChunk,
}
