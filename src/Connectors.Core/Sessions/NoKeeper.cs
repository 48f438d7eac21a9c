namespace Connectors.Core.Sessions;

/// <summary>Keeps nothing.</summary>
internal sealed class NoKeeper : ISessionKeeper, ISessionRecorder
{
    public static NoKeeper Instance { get; } = new();

    public ISessionRecorder Begin(SessionSpecification session, Func<Task<TranscriptCut>> transcript, SessionRecall recall) => this;

    public Task<SessionRecall> RecallAsync(SessionRecord record, CancellationToken cancellationToken) =>
        Task.FromResult(SessionRecall.Nothing);

    public Task CloseOrphanAsync(SessionRecord orphan, CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnEvent(SessionEventEntry entry)
    {
    }

    public void OnAgentReplaced()
    {
    }

    public void LetGo()
    {
    }

    public Task CloseAsync(SessionClosing closing) => Task.CompletedTask;

    public Task FlushAsync() => Task.CompletedTask;
}
