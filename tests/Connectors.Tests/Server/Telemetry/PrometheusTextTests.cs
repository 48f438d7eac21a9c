using System.Diagnostics.Metrics;
using Connectors.Server.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Connectors.Tests.Server.Telemetry;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new($"prometheus-{Guid.NewGuid():N}");
    private readonly MetricsReading _reading = new();
    private readonly MeterProvider _provider;

    public PrometheusTextTests() => _provider = Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.Clear().AddAttributes([new("service.name", "here")]))
        .AddMeter(_meter.Name)
        .AddReader(new BaseExportingMetricReader(_reading))
        .Build();

    [Fact]
    public void Page_OfAllKinds_IsSortedAndWhole()
    {
        _meter.CreateObservableGauge("z.last", () => 1.5, "1", "Last.");
        var counter = _meter.CreateCounter<long>("b.count", "{thing}", "Things.");
        counter.Add(2, new KeyValuePair<string, object?>("k", "2"));
        counter.Add(1, new KeyValuePair<string, object?>("k", "1"), new("a.b", true));
        _meter.CreateUpDownCounter<long>("c.now", "By", "Bytes now.").Add(-3);
        var time = _meter.CreateHistogram(
            "a.time", "s", "Time.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        time.Record(0.25);
        time.Record(1);
        time.Record(7);

        Assert.Equal(
            """
            # HELP a_time_seconds Time.
            # TYPE a_time_seconds histogram
            a_time_seconds_bucket{le="0.5"} 1
            a_time_seconds_bucket{le="1"} 2
            a_time_seconds_bucket{le="+Inf"} 3
            a_time_seconds_sum 8.25
            a_time_seconds_count 3
            # HELP b_count_total Things.
            # TYPE b_count_total counter
            b_count_total{a_b="true",k="1"} 1
            b_count_total{k="2"} 2
            # HELP c_now_bytes Bytes now.
            # TYPE c_now_bytes gauge
            c_now_bytes -3
            # HELP target_info Who is measured.
            # TYPE target_info gauge
            target_info{service_name="here"} 1
            # HELP z_last_ratio Last.
            # TYPE z_last_ratio gauge
            z_last_ratio 1.5

            """,
            _reading.Read());
    }

    [Fact]
    public void Labels_WithWhatTheFormatNeeds_AreEscapedAndJoined()
    {
        _meter.CreateCounter<long>("x", null, "A \\ and\na line.").Add(
            1, new KeyValuePair<string, object?>("a.b", "say \"no\\\"\n"), new("a_b", 7));

        Assert.Contains(
            "# HELP x_total A \\\\ and\\na line.\n# TYPE x_total counter\nx_total{a_b=\"say \\\"no\\\\\\\"\\n;7\"} 1\n",
            _reading.Read(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Instruments_ThatPrometheusCannotTellApart_AreOneFamily()
    {
        using var other = new Meter(_meter.Name, "2");
        _meter.CreateCounter<long>("same").Add(1);
        other.CreateCounter<long>("same").Add(5);

        Assert.Single(_reading.Read()!.Split('\n'), line => line.StartsWith("same_total ", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _provider.Dispose();
        _reading.Dispose();
        _meter.Dispose();
    }
}
