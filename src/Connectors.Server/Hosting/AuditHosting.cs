using Connectors.Core.Auditing;

namespace Connectors.Server.Hosting;

/// <summary>Tells the log stream of the audit logs' heads as long as the process lives.</summary>
internal sealed class AuditHosting(AuditHeadTelling telling) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => telling.RunAsync(stoppingToken);
}
