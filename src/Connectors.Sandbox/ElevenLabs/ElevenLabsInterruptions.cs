namespace Connectors.Sandbox.ElevenLabs;

/// <summary>How interruptions use event ids; the real service does not promise one way.</summary>
internal sealed record ElevenLabsInterruptions
{
    /// <summary>Whether the interruption has an id of its own, above the interrupted reply's; else that reply's. Default false.</summary>
    public bool NamesFreshId { get; init; }

    /// <summary>
    /// Whether the reply to a user message has the id of the interruption that the message caused (elevenlabs-python#829).
    /// Default false.
    /// </summary>
    public bool ReplySharesId { get; init; }

    /// <summary>Audio messages of the old reply that come after the interruption. Default 0.</summary>
    public int Stragglers { get; init; }
}
