using Connectors.Core.Sessions;

namespace Connectors.Server.Hosting;

/// <summary>Takes up what other nodes on the same storage left behind.</summary>
internal sealed class SweepHosting(SessionResumer resumer) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => resumer.RunAsync(stoppingToken);
}
