using System.Globalization;
using System.Text;

namespace Connectors.Benchmarks;

/// <summary>A block of markdown with what was measured, on what, when and by which command.</summary>
internal sealed class Figures(string command)
{
    private readonly StringBuilder _text = new();

    /// <summary>Raw values that make one row.</summary>
    public static string Row(string what, IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? $"| {what} | – | – | – | – | 0 |"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {Rank(0.5):0.00} | {Rank(0.95):0.00} | {Rank(0.99):0.00} | {sorted[^1]:0.00} | {sorted.Length} |");

        double Rank(double part)
        {
            return sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
        }
    }

    public Figures Line(string line)
    {
        _text.AppendLine(line);
        return this;
    }

    public Figures Rows(string what, string unit) =>
        Line(string.Empty).Line($"| {what}, {unit} | p50 | p95 | p99 | most | of |").Line("| --- | --- | --- | --- | --- | --- |");

    public void Print(DateTimeOffset now)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"`{command}`, {now:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores ({Processor()}), .NET {Environment.Version}, "
            + $"load average at the end {Load()}:"));
        Console.Out.Write(_text);
    }

    private static string Load() => File.Exists("/proc/loadavg")
        ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3])
        : "unknown";

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";
}
