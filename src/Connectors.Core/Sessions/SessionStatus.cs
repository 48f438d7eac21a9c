namespace Connectors.Core.Sessions;

/// <summary>How a session stands, as its events tell.</summary>
internal sealed class SessionStatus
{
    private int _reconnecting;

    public SessionState State { get; private set; } = SessionState.Starting;

    public AgentState Agent { get; private set; } = AgentState.Listening;

    /// <summary>Of the last turns, oldest first; a list that is there never changes.</summary>
    public IReadOnlyList<TurnResponse> Responses { get; private set; } = [];

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
            case SessionEvent.TurnEnded { Figures: var figures } when TurnResponse.Of(figures) is { } response:
                Responses = [.. Responses.TakeLast(TurnResponse.Most - 1), response];
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
