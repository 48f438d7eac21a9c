using Connectors.Integration.Tests.Api;
using Connectors.Integration.Tests.Sessions;

namespace Connectors.Integration.Tests.Telemetry;

/// <summary>
/// What a collector gets of the whole service while a session runs: names, units and attributes, and nothing that was said. Alone,
/// for meters and sources are the process's: another service that ends takes the streams of its meter's name along.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class ExportTests
{
    private const string Meter = "Connectors";

    private static readonly (string Name, string Unit, string Kind, string? Attribute)[] Wanted =
    [
        ("connectors.session.live", "{session}", "up-down", null),
        ("connectors.session.started", "{session}", "counter", "connectors.connector"),
        ("connectors.session.ended", "{session}", "counter", "connectors.result"),
        ("connectors.session.start.duration", "s", "histogram", "connectors.stage"),
        ("connectors.turn.ended", "{turn}", "counter", "connectors.outcome"),
        ("connectors.tool.calls", "{call}", "counter", "connectors.outcome"),
        ("connectors.provider.connect.duration", "s", "histogram", "connectors.connector"),
        ("connectors.audio.added_latency", "s", "histogram", "connectors.direction"),
        ("connectors.node.sessions", "{session}", "up-down", null),
        ("connectors.node.capacity", "{session}", "up-down", null),
        ("connectors.node.waiting", "{start}", "up-down", null),
        ("connectors.memory.native", "By", "up-down", null),
        ("connectors.session.handovers", "{handover}", "counter", "connectors.direction"),
        ("connectors.admission.refused", "{refusal}", "counter", "connectors.reason"),
        ("connectors.playout.underruns", "{underrun}", "counter", null),
        ("connectors.audio.dropped", "s", "counter", "connectors.reason"),
        ("connectors.connection.reconnects", "{reconnect}", "counter", "connectors.peer"),
    ];

    private static readonly string[] Asked =
        ["/v1/sessions/token", "/v1/sessions/start", "/v1/convai/conversation/get-signed-url"];

    // The service asks for it where it exports. The stand-ins of the same process are built before that.
    static ExportTests() => AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

    [Theory]
    [InlineData(OtlpReceiver.Grpc, "HTTP/2")]
    [InlineData(OtlpReceiver.Http, "HTTP/1.1")]
    public async Task Session_WithACollector_IsMeasuredTracedAndLoggedThere(string protocol, string version)
    {
        await using var collector = await OtlpReceiver.StartAsync(protocol);
        await using var stage = await StartAsync(collector, protocol);
        var talk = await TelemetryTalk.BeginAsync(stage);
        await talk.ConverseAsync();
        await collector.WaitAsync("The reconnect's span", got => talk.Of(got).Any(span => span.Name == "session.reconnect"));
        await collector.WaitAsync("The tool call's span", got => talk.Of(got).Any(span => span.Name == "execute_tool"));
        await talk.EndAsync();
        await collector.WaitAsync("A metric", got => Wanted.All(want => Metric(got, want.Name) is not null));
        await collector.WaitAsync("The log", got => got.Logs().Any(log => IsOf(log, talk)));

        Assert.All(collector.Exports, export => Assert.Equal(version, export.Protocol));
        Assert.All(collector.Exports, export => Assert.Equal("yes", export.Headers["x-test"]));
        Assert.All(collector.Exports, export => Assert.Equal("connectors-test", export.Resource["service.name"]));
        Assert.All(collector.Exports, export => Assert.Equal("here", export.Resource["test.where"]));
        AssertMetrics(collector);
        await AssertPassedOnAsync(collector);
        AssertSpans(talk, [.. talk.Of(collector)]);
    }

    [Theory]
    [InlineData(OtlpReceiver.Grpc)]
    [InlineData(OtlpReceiver.Http)]
    public async Task Session_WithACollector_LetsNothingOutThatWasSaidOrIsSecret(string protocol)
    {
        await using var collector = await OtlpReceiver.StartAsync(protocol);
        TelemetryTalk talk;
        await using (var stage = await StartAsync(collector, protocol))
        {
            talk = await TelemetryTalk.BeginAsync(stage);
            await talk.ConverseAsync();
            await talk.EndAsync();
            await collector.WaitAsync("The turn", got => talk.Of(got).Any(span => span.Name == "invoke_agent"));
        }

        var search = new SecretSearch(talk.Personal);
        Assert.NotEmpty(search.In($"before {talk.Personal[0]} after"));
        Assert.NotEmpty(collector.Logs());
        Assert.Empty(collector.Exports.SelectMany(export => search.In(System.Text.Encoding.Latin1.GetString(export.Bytes))
            .Select(found => $"'{found}' in {export.Path}")));
        Assert.All(collector.Spans(), span => Assert.DoesNotContain("user_agent.original", span.Attributes.Keys));
    }

    [Fact]
    public async Task Session_WithoutACollector_IsExportedNowhere()
    {
        await using var collector = await OtlpReceiver.StartAsync(OtlpReceiver.Http);
        await using (var stage = await ApiStage.StartAsync())
        {
            await (await TelemetryTalk.BeginAsync(stage)).EndAsync();
        }

        Assert.Empty(collector.Exports);
    }

    private static Task<ApiStage> StartAsync(OtlpReceiver collector, string protocol) => ApiStage.StartAsync(
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-test=yes"),
        ("OTEL_SERVICE_NAME", "connectors-test"),
        ("OTEL_RESOURCE_ATTRIBUTES", "test.where=here"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "250"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"));

    private static OtlpMetric? Metric(OtlpReceiver collector, string name) =>
        collector.Metrics().LastOrDefault(metric => metric.Meter == Meter && metric.Name == name);

    private static bool IsOf(OtlpLog log, TelemetryTalk talk) =>
        log.Attributes.GetValueOrDefault("SessionId") == talk.SessionId && log.Attributes.GetValueOrDefault("TenantId") == talk.TenantId;

    private static void AssertMetrics(OtlpReceiver collector)
    {
        Assert.All(Wanted, want =>
        {
            var metric = Metric(collector, want.Name)!;
            Assert.Equal((want.Unit, want.Kind), (metric.Unit, metric.Kind));
            Assert.All(metric.Points, point => Assert.True(want.Attribute is null || point.Attributes.ContainsKey(want.Attribute)));
        });
        Assert.Contains(0.005, Metric(collector, "connectors.audio.added_latency")!.Points[0].Bounds);
        Assert.All(
            collector.Metrics().Where(metric => metric.Meter == Meter).SelectMany(metric => metric.Points),
            point => Assert.DoesNotContain(point.Attributes.Keys, key => key.EndsWith(".id", StringComparison.Ordinal)));
        Assert.Contains(collector.Metrics(), metric => metric is { Meter: "System.Runtime", Name: "dotnet.process.memory.working_set" });
        Assert.Contains(collector.Metrics(), metric => metric is { Name: "http.server.request.duration", Unit: "s" });
        Assert.Contains(collector.Metrics(), metric => metric.Name == "http.client.request.duration");
    }

    // Stand-ins are in this process: what they were asked is traced as ours is, under the trace that the call brought them.
    private static Task AssertPassedOnAsync(OtlpReceiver collector) => collector.WaitAsync(
        "The caller's trace at LiveAvatar and the provider",
        got => Asked.All(path => got.Spans().Any(span =>
            span is { Source: "Microsoft.AspNetCore", Trace: TelemetryTalk.Trace }
            && span.Attributes.GetValueOrDefault("url.path") == path)));

    private static void AssertSpans(TelemetryTalk talk, List<OtlpSpan> spans)
    {
        var start = Assert.Single(spans, span => span.Name == "session.start");
        Assert.Equal(TelemetryTalk.Trace, start.Trace);
        Assert.Contains("record", start.Events);
        var later = spans.Where(span => span != start).ToList();
        Assert.All(later, span => Assert.Empty(span.Parent));
        Assert.All(later, span => Assert.Equal([start.Id], span.Links));
        Assert.All(later, span => Assert.NotEqual(start.Trace, span.Trace));
        Assert.All(spans, span => Assert.Equal(
            (talk.TenantId, "elevenlabs"), (span.Attributes["connectors.tenant.id"], span.Attributes["gen_ai.provider.name"])));
        var turn = spans.First(span => span.Name == "invoke_agent");
        Assert.Equal("false", turn.Attributes["connectors.turn.interrupted"]);
        Assert.StartsWith("conv_", turn.Attributes["gen_ai.conversation.id"], StringComparison.Ordinal);
        Assert.Contains("avatar.speaking", turn.Events);
        Assert.Equal("provider", spans.First(span => span.Name == "session.reconnect").Attributes["connectors.peer"]);
        var tool = spans.First(span => span.Name == "execute_tool");
        Assert.Equal(
            ("execute_tool", TelemetryTalk.Tool, TelemetryTalk.Call),
            (tool.Attributes["gen_ai.operation.name"], tool.Attributes["gen_ai.tool.name"], tool.Attributes["gen_ai.tool.call.id"]));
    }
}
