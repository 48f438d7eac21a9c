namespace Connectors.Core.Audio;

/// <summary>What the bridge's loop is to do next about the agent's audio.</summary>
internal enum PlayoutStepKind
{
    /// <summary>Nothing until <see cref="PlayoutStep.Time"/> has passed, or until woken.</summary>
    Wait,

    /// <summary>Send the chunk that was written to the avatar.</summary>
    Speak,

    /// <summary>End the utterance (<c>agent.speak_end</c>).</summary>
    EndSpeech,

    /// <summary>Report that a turn that spoke was heard to its end; <see cref="PlayoutStep.Time"/> says how much that was.</summary>
    Heard,

    /// <summary>A turn without any audio is over.</summary>
    TurnFinished,

    /// <summary>Warn: the rest of a turn does not fit and is dropped. Once a turn.</summary>
    TailDropped,
}
