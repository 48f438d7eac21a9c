namespace Connectors.Core.Sessions;

/// <summary>How a session stands, as its events tell.</summary>
internal sealed class SessionStatus
{
    private int _reconnecting;

    public SessionState State { get; private set; } = SessionState.Starting;

    public AgentState Agent { get; private set; } = AgentState.Listening;

    public bool IsReconnecting => State == SessionState.Live && _reconnecting > 0;

    public void Note(SessionEvent e)
    {
        switch (e)
        {
            case SessionEvent.StateChanged changed:
                State = changed.State;
                break;
            case SessionEvent.AgentStateChanged changed:
                Agent = changed.State;
                break;
            case SessionEvent.Reconnecting:
                _reconnecting++;
                break;
            case SessionEvent.Reconnected:
                _reconnecting--;
                break;
        }
    }
}
