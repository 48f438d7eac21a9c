namespace Connectors;

/// <summary>How a turn's playout ended.</summary>
public enum PlayoutOutcome
{
    /// <summary>Heard to its end.</summary>
    Finished,

    /// <summary>Cut by an interruption; the rest was never heard.</summary>
    Interrupted,
}
