namespace Connectors;

/// <summary>What a piece of the agent's text is.</summary>
public enum AgentTextKind
{
    /// <summary>To be appended to the turn's text.</summary>
    Delta,

    /// <summary>The turn's whole text.</summary>
    Full,

    /// <summary>What was really spoken before an interruption; replaces the turn's text.</summary>
    Correction,
}
