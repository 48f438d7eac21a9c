using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// How a bridge goes in. The first one of a session joins everything at once. One that takes over opens what it can without the
/// room; joining the room puts the one before it out, and it speaks to the avatar only when it is told that it is in. Until then
/// all of it counts as lost.
/// </summary>
internal sealed class Entrance(BridgeAssignment assignment, RoomSide room, AvatarSide avatar, AgentSide? agent, LostParts lost)
{
    private bool _avatarIsOpen;
    private bool _agentIsOpen;

    public void Begin()
    {
        if (assignment.Resumption is not null)
        {
            lost.Lose(SessionPart.Room);
            lost.Lose(SessionPart.Avatar);
            if (agent is not null)
            {
                lost.Lose(SessionPart.Agent);
            }
        }

        if (assignment.Resumption is not { WaitsOutside: true })
        {
            room.Join();
        }

        OpenAgent();
        OpenAvatar(assignment.Resumption is null);
    }

    /// <summary>Who or what is in the room changed.</summary>
    public void Look() => OpenAvatar(room.IsIn);

    /// <summary>Everybody is there: the conversation may begin.</summary>
    public void OnGate()
    {
        if (!_agentIsOpen)
        {
            agent?.Open();
        }
    }

    // Whoever has been talked with is not waited for: the user is there, or has just left.
    private void OpenAgent()
    {
        if (assignment.Resumption?.Progress is null)
        {
            agent?.Prepare();
        }
        else
        {
            _agentIsOpen = true;
            agent?.Open();
        }
    }

    private void OpenAvatar(bool mayOpen)
    {
        if (mayOpen && !_avatarIsOpen)
        {
            _avatarIsOpen = true;
            avatar.Open();
        }
    }
}
