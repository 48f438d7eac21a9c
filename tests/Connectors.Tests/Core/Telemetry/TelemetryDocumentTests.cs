using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Connectors.Core.Sessions;
using Connectors.Core.Telemetry;
using Connectors.Core.Tenancy;
using Connectors.Core.Webhooks;
using Connectors.Server.Telemetry;
using Connectors.Tests.Conventions;

namespace Connectors.Tests.Core.Telemetry;

/// <summary>The page that operators read, row by row against the code.</summary>
public sealed partial class TelemetryDocumentTests
{
    private const string Page = "docs/14-telemetry.md";

    private static readonly string Text = Repository.Read(Page);

    [Fact]
    public void Metrics_OfThePage_AreThoseOfTheCode()
    {
        using var telemetry = new ConnectorsTelemetry();
        Assert.Equal(Measured(telemetry), Rows().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_OfSpansAndAttributes_AreOnThePage()
    {
        var names = typeof(ConnectorsTelemetry).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field is { IsLiteral: true, Name: not nameof(ConnectorsTelemetry.UrlPath) })
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();
        Assert.Contains("connectors.session.id", names);
        Assert.All(
            names.Concat(TelemetryServices.Meters).Concat(TelemetryServices.Sources),
            name => Assert.Contains($"`{name}`", Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_OnThePage_AreInTheCode()
    {
        using var telemetry = new ConnectorsTelemetry();
        var instruments = Measured(telemetry).Select(row => row.Split(' ')[0]);
        var attributes = typeof(ConnectorsTelemetry).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        var known = instruments.Concat(attributes).ToHashSet(StringComparer.Ordinal);

        Assert.All(
            NamePattern().Matches(Text).Select(match => match.Groups[1].Value),
            name => Assert.Contains(name, known));
    }

    // | `name` | `unit` | kind, buckets | `attribute`, `attribute` | what |
    private static IEnumerable<string> Rows() => RowPattern().Matches(Text).Select(match =>
    {
        var kind = match.Groups["kind"].Value;
        var attributes = match.Groups["attributes"].Value.Replace("`", string.Empty, StringComparison.Ordinal).Trim();
        return $"{match.Groups["name"].Value} {match.Groups["unit"].Value} {kind} {attributes}";
    });

    private static List<string> Measured(ConnectorsTelemetry telemetry)
    {
        telemetry.ObserveNode(() => new(1, 2, 3, false));
        Dictionary<Instrument, string> seen = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter == telemetry.Meter)
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen[instrument] = Keys(tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen[instrument] = Keys(tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => seen[instrument] = Keys(tags));
        listener.Start();
        MeasureAll(telemetry);
        listener.RecordObservableInstruments();
        return [.. seen.Select(pair => $"{pair.Key.Name} {pair.Key.Unit} {KindOf(pair.Key)} {pair.Value}").Order(StringComparer.Ordinal)];
    }

    private static void MeasureAll(ConnectorsTelemetry telemetry)
    {
        var time = TimeSpan.FromSeconds(1);
        telemetry.SessionStarted("c", null);
        telemetry.SessionLive(null);
        telemetry.SessionEnded(new(SessionResult.Completed, EndedBy.User, "r"), null);
        telemetry.AdmissionRefused(RefusalKind.NotFound, null);
        telemetry.StartStageDone("s", time);
        telemetry.AudioSentUp(time);
        telemetry.Responded("c", time, null);
        telemetry.RespondedInPart("c", "avatar", time);
        telemetry.TurnEnded("c", interrupted: true, null);
        telemetry.Interrupted(time);
        telemetry.PlayoutUnderrun();
        telemetry.AudioDropped(time, AudioLoss.LateFrames);
        telemetry.Reconnected("room", succeeded: true);
        telemetry.HandedOver(isHere: true);
        telemetry.Renewed("c", succeeded: true);
        telemetry.WebhookTried(AttemptOutcome.Gone, time);
        telemetry.ProviderConnected("c", time, succeeded: true);
        telemetry.ToolCalled("c", "answered");
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => histogram.Advice!.HistogramBucketBoundaries![0] < 0.001 ? "histogram, short" : "histogram, long",
        Counter<long> or Counter<double> => "counter",
        _ => "up-down",
    };

    private static string Keys(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        List<string> keys = [];
        foreach (var (key, _) in tags)
        {
            keys.Add(key);
        }

        return string.Join(", ", keys);
    }

    [GeneratedRegex(
        @"^\| `(?<name>connectors\.[a-z_.]+)` \| `(?<unit>[^`]+)` \| (?<kind>[^|]+?) \|(?<attributes>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex("`(connectors\\.[a-z_.]+)`")]
    private static partial Regex NamePattern();
}
