using System.Diagnostics;
using Connectors.Core.Telemetry;
using OpenTelemetry;

namespace Connectors.Server.Telemetry;

/// <summary>Spans of requests without what says who somebody's user is, and none for what asks every few seconds whether we live.</summary>
internal sealed class RequestSpans : BaseProcessor<Activity>
{
    private static readonly string[] Probes = ["/health/live", "/health/ready", MetricsPage.Path];

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Kind != ActivityKind.Server)
        {
            return;
        }

        data.SetTag(ConnectorsTelemetry.UserAgent, null);
        if (data.GetTagItem(ConnectorsTelemetry.UrlPath) is string path && Probes.Contains(path, StringComparer.OrdinalIgnoreCase))
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
