using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Handover;

namespace Connectors.Server.Hosting;

/// <summary>
/// Empties the node before anything of it is stopped: while sessions move, or end because nobody takes them, calls are answered and
/// event streams go on. Then the streams end: whoever serves them would wait for them.
/// </summary>
internal sealed class DrainHosting(SessionDrain drain, LocalSessionHost sessions, OpenStreams streams) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await drain.DrainAsync(cancellationToken);
            await sessions.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        }
        finally
        {
            streams.End();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
