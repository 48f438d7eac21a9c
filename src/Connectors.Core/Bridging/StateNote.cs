using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// Tells everyone in the room how a live session is. Only the newest is of interest: while nobody can hear it, it is owed.
/// </summary>
internal sealed class StateNote(RoomSide room, RoomVoice voice, LostParts lost, TurnTracker turns, Teardown teardown)
{
    private bool _isOwed;

    public void Tell()
    {
        _isOwed = !room.IsIn;
        if (!_isOwed && !teardown.HasBegun)
        {
            voice.State(SessionState.Live, lost.IsAny, turns.State, null);
        }
    }

    /// <summary>Who or what is in the room changed.</summary>
    public void Look()
    {
        if (_isOwed && room.IsIn)
        {
            Tell();
        }
    }
}
