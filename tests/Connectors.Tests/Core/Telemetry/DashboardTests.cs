using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connectors.Core.Telemetry;
using Connectors.Server.Telemetry;
using Connectors.Tests.Conventions;
using OpenTelemetry.Metrics;

namespace Connectors.Tests.Core.Telemetry;

/// <summary>What the chart's dashboards and alerts ask for is what the service tells.</summary>
public sealed partial class DashboardTests
{
    private const string Alerts = "helm/connectors/alerts/connectors.yaml";

    public static TheoryData<string> Dashboards =>
        [.. Repository.Files(".json").Where(path => path.StartsWith("helm/connectors/dashboards/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Dashboard_EachQuery_AsksForMetricsThatThereAre(string path)
    {
        using var dashboard = JsonDocument.Parse(Repository.Read(path));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var queries = panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).ToList();

        Assert.NotEmpty(queries);
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("title").GetString()).Distinct().Count());
        Assert.All(queries, AssertKnown);
    }

    [Fact]
    public void Alerts_Each_AsksForMetricsThatThereAreAndHasARunbook()
    {
        var rules = Repository.Read(Alerts);
        var runbooks = Repository.Read("docs/15-alerts.md");
        var names = AlertPattern().Matches(rules).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(names);
        AssertKnown(rules);
        Assert.All(names, name => Assert.Contains($"\n## {name}\n", runbooks, StringComparison.Ordinal));
        Assert.All(names, name => Assert.Contains($"#{RunbookOf(name)}\n", rules, StringComparison.Ordinal));
    }

    // As GitHub makes an anchor of a heading.
    private static string RunbookOf(string name) => string.Concat(name.Select(char.ToLowerInvariant));

    private static void AssertKnown(string query)
    {
        var known = Known();
        Assert.All(
            MetricPattern().Matches(query).Select(match => match.Value).Where(name => !IsLabel(name)),
            name => Assert.Contains(name, known));
    }

    private static bool IsLabel(string name) => name is "connectors_result" or "connectors_side" or "connectors_reason"
        or "connectors_connector" or "connectors_outcome" or "connectors_stage" or "connectors_direction" or "connectors_part"
        or "connectors_peer" or "connectors_tenant_group";

    private static HashSet<string> Known()
    {
        using var telemetry = new ConnectorsTelemetry();
        telemetry.ObserveNode(() => new(0, 0, 0, false));
        HashSet<string> known = new(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter == telemetry.Meter)
            {
                known.UnionWith(Names(instrument));
            }
        };
        listener.Start();
        return known;
    }

    private static IEnumerable<string> Names(Instrument instrument)
    {
        var type = instrument is Histogram<double> ? MetricType.Histogram
            : instrument is Counter<long> or Counter<double> ? MetricType.LongSum : MetricType.LongSumNonMonotonic;
        var name = PrometheusName.Of(instrument.Name, instrument.Unit ?? string.Empty, type);
        return type == MetricType.Histogram ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name];
    }

    [GeneratedRegex(@"\bconnectors_[a-z_]+")]
    private static partial Regex MetricPattern();

    [GeneratedRegex("- alert: (\\w+)")]
    private static partial Regex AlertPattern();
}
