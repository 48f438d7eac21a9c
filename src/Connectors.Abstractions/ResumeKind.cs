namespace Connectors;

/// <summary>How a conversation goes on over another connection.</summary>
public enum ResumeKind
{
    /// <summary>A new connection is a new conversation; what was said is told to the agent as well as possible.</summary>
    None,

    /// <summary>What was said is replayed as text.</summary>
    Replay,

    /// <summary>The provider keeps the conversation and hands out a token for it.</summary>
    Token,
}
