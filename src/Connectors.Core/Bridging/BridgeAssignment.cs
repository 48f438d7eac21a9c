using Connectors.Core.Rooms;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Fencing;
using Connectors.Core.Transcripts;

namespace Connectors.Core.Bridging;

/// <summary>What one bridge is to connect.</summary>
/// <param name="Session">The session.</param>
/// <param name="Room">The room to join; null: it is one that we can't join, and nobody is seen or heard.</param>
/// <param name="AvatarSocket">The avatar's <c>ws_url</c>.</param>
/// <param name="AvatarLimit">LiveAvatar's own time limit, where it told one.</param>
/// <param name="Connector">The agent's connector, or null for a session without an agent.</param>
/// <param name="Transcript">What was said so far; the bridge adds to it.</param>
/// <param name="StopAvatar">Calls LiveAvatar's stop, between the end of the avatar's socket and leaving the room.</param>
internal sealed record BridgeAssignment(
    SessionSpecification Session,
    RoomAddress? Room,
    Uri AvatarSocket,
    TimeSpan? AvatarLimit,
    IConnector? Connector,
    TranscriptLog Transcript,
    Func<SessionEnd, Task> StopAvatar)
{
    /// <summary>Its room. Who takes a session over finds a conversation there that goes on.</summary>
    public RoomAddress Address => (Room ?? NoRoom.Address) with { HearsAtOnce = Resumption is not null };

    /// <summary>What joins its room.</summary>
    public IRoomTransport TransportOf(BridgeEnvironment environment) => Room is null ? NoRoom.Instance : environment.Rooms;

    /// <summary>Where it goes on; null: with it the session begins.</summary>
    public BridgeResumption? Resumption { get; init; }

    /// <summary>Connector of the fallback agent; null: there is none.</summary>
    public IConnector? FallbackConnector { get; init; }

    /// <summary>Whether it may act for the session.</summary>
    public IMandate Mandate { get; init; } = FreeMandate.Instance;

    /// <summary>Told how far the conversation with the agent is, on the loop.</summary>
    public Action<AgentProgress> OnProgress { get; init; } = static _ => { };

    /// <summary>Told that the fallback agent takes the agent's place, on the loop, before it is opened.</summary>
    public Action OnAgentReplaced { get; init; } = static () => { };
}
