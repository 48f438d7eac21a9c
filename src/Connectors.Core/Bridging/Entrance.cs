using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// How a bridge goes in. The first one of a session joins everything at once. One that takes over joins the room first, which
/// puts the one before it out, and speaks to the avatar only when it is told that it is in; until then all of it counts as lost.
/// </summary>
internal sealed class Entrance(BridgeAssignment assignment, RoomSide room, AvatarSide avatar, AgentSide? agent, LostParts lost)
{
    private bool _avatarIsOpen;

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

        room.Join();
        agent?.Prepare();
        OpenAvatar(assignment.Resumption is null);
    }

    /// <summary>Who or what is in the room changed.</summary>
    public void Look() => OpenAvatar(room.IsIn);

    private void OpenAvatar(bool mayOpen)
    {
        if (mayOpen && !_avatarIsOpen)
        {
            _avatarIsOpen = true;
            avatar.Open();
        }
    }
}
