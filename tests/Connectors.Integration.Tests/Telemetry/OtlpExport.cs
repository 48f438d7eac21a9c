using System.Globalization;

namespace Connectors.Integration.Tests.Telemetry;

/// <summary>One request of an exporter, as OpenTelemetry's protocol describes it (opentelemetry-proto 1.x).</summary>
/// <param name="Path">Where it was sent.</param>
/// <param name="Protocol">HTTP's version.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Bytes">The message.</param>
internal sealed record OtlpExport(string Path, string Protocol, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    private static readonly string[] Kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];

    /// <summary>Attributes of who is measured.</summary>
    public IReadOnlyDictionary<string, string> Resource => Attributes(new ProtoFields(Bytes).One(1).One(1), 1);

    public IEnumerable<OtlpMetric> Metrics() =>
        from resource in new ProtoFields(Bytes).All(1)
        from scope in resource.All(2)
        from metric in scope.All(2)
        select new OtlpMetric(scope.One(1).Text(1), metric.Text(1), metric.Text(3), Kind(metric), [.. Points(metric)]);

    public IEnumerable<OtlpSpan> Spans() =>
        from resource in new ProtoFields(Bytes).All(1)
        from scope in resource.All(2)
        from span in scope.All(2)
        select new OtlpSpan(
            scope.One(1).Text(1),
            span.Text(5),
            Kinds[span.Number(6)],
            Convert.ToHexStringLower(span.Bytes(1)),
            Convert.ToHexStringLower(span.Bytes(2)),
            Convert.ToHexStringLower(span.Bytes(4)),
            Attributes(span, 9),
            [.. span.All(11).Select(e => e.Text(2))],
            [.. span.All(13).Select(link => Convert.ToHexStringLower(link.Bytes(2)))]);

    public IEnumerable<OtlpLog> Logs() =>
        from resource in new ProtoFields(Bytes).All(1)
        from scope in resource.All(2)
        from log in scope.All(2)
        select new OtlpLog(scope.One(1).Text(1), log.All(5).Select(Value).FirstOrDefault() ?? string.Empty, Attributes(log, 6));

    private static string Kind(ProtoFields metric) =>
        metric.Has(5) ? "gauge"
        : metric.Has(7) ? metric.One(7).Number(3) == 1 ? "counter" : "up-down"
        : metric.Has(9) ? "histogram" : "other";

    private static IEnumerable<OtlpPoint> Points(ProtoFields metric) =>
        from data in metric.All(5).Concat(metric.All(7)).Concat(metric.All(9))
        from point in data.All(1)
        select metric.Has(9)
            ? new OtlpPoint(Attributes(point, 9), point.Number(4), point.Doubles(7))
            : new OtlpPoint(Attributes(point, 7), point.Has(4) ? point.Double(4) : (long)point.Number(6), []);

    private static Dictionary<string, string> Attributes(ProtoFields message, int field) =>
        message.All(field).GroupBy(pair => pair.Text(1), StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => Value(pair.First().One(2)), StringComparer.Ordinal);

    private static string Value(ProtoFields any) =>
        any.Has(1) ? any.Text(1)
        : any.Has(2) ? any.Number(2) == 1 ? "true" : "false"
        : any.Has(3) ? ((long)any.Number(3)).ToString(CultureInfo.InvariantCulture)
        : any.Has(4) ? any.Double(4).ToString(CultureInfo.InvariantCulture) : string.Empty;
}
