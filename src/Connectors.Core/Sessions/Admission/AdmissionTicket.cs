namespace Connectors.Core.Sessions.Admission;

/// <summary>A session's place; to be disposed of when the start failed. However often that happens, it is given back once.</summary>
/// <param name="sessionId">Whose.</param>
/// <param name="release">Gives this place back, and no other one of the same session.</param>
public sealed class AdmissionTicket(string sessionId, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>The session.</summary>
    public string SessionId => sessionId;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
