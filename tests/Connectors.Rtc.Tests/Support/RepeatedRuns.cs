using System.Globalization;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Repeats a measurement as often as an environment variable says, and tells least, median and most; once by default.</summary>
internal sealed class RepeatedRuns
{
    private const string Variable = "CONNECTORS_NODE_RUNS";

    private readonly SortedDictionary<string, List<double>> _figures = new(StringComparer.Ordinal);

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Clamp(count, 1, 100)
            : 1;

    public static async Task RunAsync(Func<RepeatedRuns, Task> run)
    {
        var runs = new RepeatedRuns();
        for (var i = 0; i < Count; i++)
        {
            await run(runs);
        }

        foreach (var (name, values) in runs._figures)
        {
            values.Sort();
            Figures.Report(values.Count == 1
                ? $"{name}: {values[0]:0.##}"
                : $"{name}: min {values[0]:0.##}, median {values[values.Count / 2]:0.##}, max {values[^1]:0.##} ({values.Count} runs)");
        }
    }

    public void Add(string figure, double value)
    {
        lock (_figures)
        {
            if (!_figures.TryGetValue(figure, out var values))
            {
                _figures[figure] = values = [];
            }

            values.Add(value);
        }
    }
}
