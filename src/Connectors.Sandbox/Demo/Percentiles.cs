using System.Text.Json.Serialization;

namespace Connectors.Sandbox.Demo;

/// <summary>Three percentiles of some values, by the nearest rank.</summary>
internal sealed record Percentiles(
    [property: JsonPropertyName("p50")] double P50,
    [property: JsonPropertyName("p95")] double P95,
    [property: JsonPropertyName("p99")] double P99,
    [property: JsonPropertyName("count")] int Count)
{
    /// <summary>Of these values, or null if there are none.</summary>
    public static Percentiles? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToArray();
        return new(Rank(0.50), Rank(0.95), Rank(0.99), sorted.Length);

        double Rank(double part)
        {
            return Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)], 2);
        }
    }
}
