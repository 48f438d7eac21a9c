using Connectors.Server.Telemetry;
using OpenTelemetry.Metrics;

namespace Connectors.Tests.Server.Telemetry;

public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("connectors.session.live", "{session}", MetricType.LongSumNonMonotonic, "connectors_session_live")]
    [InlineData("connectors.session.ended", "{session}", MetricType.LongSum, "connectors_session_ended_total")]
    [InlineData("connectors.audio.dropped", "s", MetricType.DoubleSum, "connectors_audio_dropped_seconds_total")]
    [InlineData("http.server.request.duration", "s", MetricType.Histogram, "http_server_request_duration_seconds")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", MetricType.LongSum, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("orleans-app-requests-latency", "ms", MetricType.Histogram, "orleans_app_requests_latency_milliseconds")]
    [InlineData("cpu.utilization", "1", MetricType.DoubleGauge, "cpu_utilization_ratio")]
    [InlineData("cpu.count", "1", MetricType.LongSum, "cpu_count_total")]
    [InlineData("network.rate", "By/s", MetricType.DoubleGauge, "network_rate_bytes_per_second")]
    [InlineData("network.packets", "{packet}/s", MetricType.DoubleGauge, "network_packets_per_second")]
    [InlineData("wait_seconds_total", "s", MetricType.DoubleSum, "wait_seconds_total")]
    [InlineData("2nd..try", "", MetricType.LongGauge, "_2nd_try")]
    public void Name_OfAnInstrument_IsWhatItsSpecificationMakesOfIt(string name, string unit, MetricType type, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, type));

    [Fact]
    public void Label_OfAnAttribute_HasNoDots() => Assert.Equal("connectors_result", PrometheusName.Label("connectors.result"));
}
