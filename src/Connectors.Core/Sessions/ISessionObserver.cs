namespace Connectors.Core.Sessions;

/// <summary>Watches a session. Called on the session's loop: returns at once and never throws.</summary>
public interface ISessionObserver
{
    /// <summary>Something happened.</summary>
    /// <param name="e">What.</param>
    void OnEvent(SessionEvent e);
}
