using Connectors.Core.Transcripts;

namespace Connectors.Core.Sessions;

/// <summary>Keeps nothing.</summary>
internal sealed class NoKeeper : ISessionKeeper, ISessionRecorder
{
    public static NoKeeper Instance { get; } = new();

    public ISessionRecorder Begin(SessionSpecification session, Func<Task<TranscriptDocument>> transcript) => this;

    public Task CloseOrphanAsync(SessionRecord orphan, CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnEvent(SessionEventEntry entry)
    {
    }

    public Task CloseAsync(SessionClosing closing) => Task.CompletedTask;

    public Task FlushAsync() => Task.CompletedTask;
}
