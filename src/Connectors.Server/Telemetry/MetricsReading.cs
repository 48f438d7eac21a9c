using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Connectors.Server.Telemetry;

/// <summary>Reads all metrics when it is asked, as the text that Prometheus takes.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class MetricsReading : BaseExporter<Metric>, IPullMetricExporter
{
    private const int LimitMilliseconds = 5_000;

    private readonly Lock _lock = new();
    private string? _text;

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The page now; null: nothing could be collected.</summary>
    public string? Read()
    {
        lock (_lock)
        {
            _text = null;
            return Collect?.Invoke(LimitMilliseconds) == true ? _text : null;
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText(ParentProvider?.GetResource() ?? Resource.Empty);
        foreach (var metric in batch)
        {
            text.Add(metric);
        }

        _text = text.ToString();
        return ExportResult.Success;
    }
}
