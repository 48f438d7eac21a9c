using Connectors.Core.Sessions.Admission;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Connectors.Server.Hosting;

/// <summary>Whether callers should be sent here: not while the node is being emptied.</summary>
internal sealed class ReadinessCheck(IAdmission admission) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(admission.Figures.IsDraining ? HealthCheckResult.Unhealthy("draining") : HealthCheckResult.Healthy());
}
