using Connectors.Core.Sessions.Admission;

namespace Connectors.Server.Hosting;

/// <summary>Keeps this node's places good as long as it runs. Ends after the sessions, with their places given back.</summary>
internal sealed class SharedAdmissionHosting(SharedAdmission admission) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await admission.FlushAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => admission.RunAsync(stoppingToken);
}
