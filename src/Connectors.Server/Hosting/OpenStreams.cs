namespace Connectors.Server.Hosting;

/// <summary>Answers that go on for as long as there is something to tell. They end when the node goes; readers ask another.</summary>
internal sealed class OpenStreams : IDisposable
{
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Cancelled when they are to end.</summary>
    public CancellationToken Ending => _ending.Token;

    public void End() => _ending.Cancel();

    public void Dispose() => _ending.Dispose();
}
