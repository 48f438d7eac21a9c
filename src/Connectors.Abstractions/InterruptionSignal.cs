namespace Connectors;

/// <summary>How a provider tells that the user interrupted the agent.</summary>
public enum InterruptionSignal
{
    /// <summary>It does not; the host decides by its voice detector.</summary>
    None,

    /// <summary>It says that everything not yet played is to be dropped.</summary>
    Flush,

    /// <summary>It names the interrupted turn.</summary>
    Turn,
}
