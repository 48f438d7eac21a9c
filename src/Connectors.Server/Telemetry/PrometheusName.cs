using System.Text;
using OpenTelemetry.Metrics;

namespace Connectors.Server.Telemetry;

/// <summary>
/// What Prometheus calls what OpenTelemetry names: its specification's "Prometheus and OpenMetrics compatibility", without labels for
/// scopes.
/// </summary>
internal static class PrometheusName
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["min"] = "minutes",
        ["h"] = "hours",
        ["d"] = "days",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["kBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["Hz"] = "hertz",
        ["%"] = "percent",
        ["Cel"] = "celsius",
    };

    private static readonly Dictionary<string, string> Rates = new(StringComparer.Ordinal)
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["min"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
    };

    /// <summary>The family's name.</summary>
    /// <param name="name">The instrument's.</param>
    /// <param name="unit">Its unit by UCUM.</param>
    /// <param name="type">What it measures.</param>
    public static string Of(string name, string unit, MetricType type)
    {
        var isTotal = type is MetricType.LongSum or MetricType.DoubleSum;
        var plain = Clean(name, allowColon: true);
        if (isTotal && plain.EndsWith("_total", StringComparison.Ordinal))
        {
            plain = plain[..^"_total".Length];
        }

        var suffix = Suffix(unit, type.IsGauge());
        if (suffix.Length > 0 && !plain.EndsWith("_" + suffix, StringComparison.Ordinal))
        {
            plain += "_" + suffix;
        }

        return isTotal ? plain + "_total" : plain;
    }

    /// <summary>A label's name.</summary>
    /// <param name="attribute">The attribute's.</param>
    public static string Label(string attribute) => Clean(attribute, allowColon: false);

    // An annotation in braces is no unit; By/s are bytes_per_second.
    private static string Suffix(string unit, bool isGauge)
    {
        if (unit == "1")
        {
            return isGauge ? "ratio" : string.Empty;
        }

        var (over, under) = unit.Split('/', 2) is [var first, var second] ? (first, second) : (unit, string.Empty);
        var above = Word(over, Units);
        var below = Word(under, Rates);
        return below.Length > 0 ? $"{above}_per_{below}".TrimStart('_') : above;
    }

    private static string Word(string unit, Dictionary<string, string> words)
    {
        var bare = unit.IndexOf('{', StringComparison.Ordinal) is >= 0 and var brace ? unit[..brace] : unit;
        return words.TryGetValue(bare, out var word) ? word : Clean(bare, allowColon: false).Trim('_');
    }

    private static string Clean(string name, bool allowColon)
    {
        var text = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter) || (allowColon && letter == ':'))
            {
                text.Append(text.Length == 0 && char.IsAsciiDigit(letter) ? "_" : string.Empty).Append(letter);
            }
            else if (text.Length == 0 || text[^1] != '_')
            {
                text.Append('_');
            }
        }

        return text.ToString();
    }
}
