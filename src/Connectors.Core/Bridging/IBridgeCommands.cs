using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>What commands can do to a bridge; called on the loop only.</summary>
internal interface IBridgeCommands
{
    /// <summary>Silences the avatar and drops what was to be said.</summary>
    /// <param name="cause">Who wants it.</param>
    /// <param name="signalAt">When they said so.</param>
    void Interrupt(InterruptionCause cause, long signalAt);

    /// <summary>The user wrote a turn of their own.</summary>
    void OnUserWrote(string text);

    /// <summary>The session is to end.</summary>
    void End(SessionEnd end);
}
