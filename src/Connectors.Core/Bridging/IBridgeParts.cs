using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>What the sides of a bridge tell it; called on the loop only.</summary>
internal interface IBridgeParts
{
    /// <summary>Who or what is in the room changed.</summary>
    void OnRoomChanged();

    /// <summary>Somebody else made the avatar stop in the middle of a turn.</summary>
    void OnAvatarInterrupted();

    /// <summary>A data packet came.</summary>
    void OnData(RoomEvent.DataReceived data);

    /// <summary>The avatar takes commands, for the first time or again.</summary>
    void OnAvatarConnected();

    /// <summary>The avatar began to speak a turn.</summary>
    void OnAvatarSpeaking(long turn);

    /// <summary>The agent's conversation is open, for the first time or again.</summary>
    void OnAgentReady(AgentEvent.Ready ready);

    /// <summary>The agent told something of the conversation; turns are the session's numbers.</summary>
    void OnAgentEvent(AgentEvent e, long turn, long receivedAt);

    /// <summary>The agent's connection is over for good.</summary>
    void OnAgentGone(AgentEvent.Closed closed);

    /// <summary>The session is to end.</summary>
    void End(SessionEnd end);
}
