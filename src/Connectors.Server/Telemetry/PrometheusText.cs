using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Connectors.Server.Telemetry;

/// <summary>Writes metrics in Prometheus' text format: families and series sorted, each once.</summary>
internal sealed class PrometheusText
{
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    /// <param name="resource">Who is measured.</param>
    public PrometheusText(Resource resource)
    {
        var labels = Labels(resource.Attributes);
        _families.Add("target_info", new("gauge", "Who is measured.") { Series = { [labels] = $"target_info{Braced(labels)} 1\n" } });
    }

    /// <summary>Adds a metric.</summary>
    /// <param name="metric">The metric, with the points that it has now.</param>
    public void Add(Metric metric)
    {
        var name = PrometheusName.Of(metric.Name, metric.Unit, metric.MetricType);
        var type = TypeOf(metric.MetricType);
        if (!_families.TryGetValue(name, out var family))
        {
            _families.Add(name, family = new(type, metric.Description));
        }

        if (family.Type != type)
        {
            // Two instruments that Prometheus can't tell apart: whoever was there first stays.
            return;
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            family.Series.TryAdd(labels, Lines(name, labels, metric.MetricType, in point));
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, family) in _families.Where(family => family.Value.Series.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(family.Help)}\n# TYPE {name} {family.Type}\n");
            foreach (var lines in family.Series.Values)
            {
                text.Append(lines);
            }
        }

        return text.ToString();
    }

    private static string TypeOf(MetricType type) =>
        type.IsHistogram() ? "histogram" : type is MetricType.LongSum or MetricType.DoubleSum ? "counter" : "gauge";

    private static string Lines(string name, string labels, MetricType type, in MetricPoint point) => type switch
    {
        MetricType.Histogram => Buckets(name, labels, in point),
        MetricType.ExponentialHistogram => string.Empty,
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Line(name, labels, point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Line(name, labels, point.GetSumDouble()),
        MetricType.LongGauge => Line(name, labels, point.GetGaugeLastValueLong()),
        _ => Line(name, labels, point.GetGaugeLastValueDouble()),
    };

    private static string Buckets(string name, string labels, in MetricPoint point)
    {
        var text = new StringBuilder();
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = $"le=\"{Number(bucket.ExplicitBound)}\"";
            text.Append(Line(name + "_bucket", labels.Length > 0 ? $"{labels},{bound}" : bound, count));
        }

        return text.Append(Line(name + "_sum", labels, point.GetHistogramSum()))
            .Append(Line(name + "_count", labels, point.GetHistogramCount())).ToString();
    }

    private static string Line(string name, string labels, double value) => $"{name}{Braced(labels)} {Number(value)}\n";

    private static string Braced(string labels) => labels.Length > 0 ? $"{{{labels}}}" : string.Empty;

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static string Labels(ReadOnlyTagCollection tags)
    {
        List<KeyValuePair<string, object?>> all = [.. tags];
        return Labels(all!);
    }

    // Attributes that become one label are joined, as the specification wants it.
    private static string Labels(IEnumerable<KeyValuePair<string, object>> tags) => string.Join(',', tags
        .GroupBy(tag => PrometheusName.Label(tag.Key), StringComparer.Ordinal)
        .OrderBy(label => label.Key, StringComparer.Ordinal)
        .Select(label => $"{label.Key}=\"{Quoted(string.Join(';', label.Select(tag => Text(tag.Value))))}\""));

    private static string Quoted(string text) => Escape(text).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Family(string Type, string Help)
    {
        public SortedDictionary<string, string> Series { get; } = new(StringComparer.Ordinal);
    }
}
