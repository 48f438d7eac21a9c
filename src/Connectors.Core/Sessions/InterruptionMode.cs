namespace Connectors.Core.Sessions;

/// <summary>What happens when the user speaks during the agent's turn.</summary>
public enum InterruptionMode
{
    /// <summary>The turn is cut at the provider's signal, or at once where the provider has none.</summary>
    Immediate,

    /// <summary>As before, but without a provider's signal only after the user spoke for a while.</summary>
    After,

    /// <summary>The turn is played to its end, whatever the user says.</summary>
    Off,

    /// <summary>The user isn't heard while the avatar speaks: for loudspeakers without echo cancellation.</summary>
    HalfDuplex,
}
