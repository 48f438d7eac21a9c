namespace Connectors.Core.Sessions;

/// <summary>Told of one session.</summary>
public interface ISessionRecorder
{
    /// <summary>Something happened. Called in order and one at a time; returns at once and never throws.</summary>
    /// <param name="entry">What, and its place.</param>
    void OnEvent(SessionEventEntry entry);

    /// <summary>The session's agent failed for good, and its fallback goes on. Like <see cref="OnEvent"/>.</summary>
    void OnAgentReplaced();

    /// <summary>The session is over; called before its record says so, so that a crash in between is noticed.</summary>
    /// <param name="closing">How it went.</param>
    Task CloseAsync(SessionClosing closing);

    /// <summary>Another process has the session: this one knows nothing of its end. Called instead of the end.</summary>
    void LetGo();

    /// <summary>Waits until every event that it was told is kept. Called after the last one.</summary>
    Task FlushAsync();
}
