using Connectors.Events;

namespace Connectors;

/// <summary>
/// Receives one agent connection's audio and events, in the order in which the provider sent them. The connection calls
/// it from its one reader, never concurrently; an implementation returns at once and never throws. After
/// <see cref="AgentEvent.Closed"/>, which comes exactly once and last, nothing more arrives.
/// </summary>
public interface IAgentListener
{
    /// <summary>
    /// Audio of an agent's turn, as the provider sent it: any length, possibly an odd number of bytes, usually faster
    /// than real time, in the output format of <see cref="AgentEvent.Ready"/>. Never of a turn that was interrupted.
    /// </summary>
    /// <param name="turn">A turn announced by <see cref="AgentEvent.TurnStarted"/>.</param>
    /// <param name="audio">Valid during the call only.</param>
    void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio);

    /// <summary>Everything that isn't audio.</summary>
    /// <param name="e">The event.</param>
    void OnEvent(AgentEvent e);
}
