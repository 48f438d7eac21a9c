using System.Globalization;

namespace Connectors.Tests.Conventions;

/// <summary>
/// Known breaches, one a line: <c>rule | where | size | reason</c>. It can only shrink: an entry that is no longer needed fails its
/// rule's test, and so does one whose size has grown.
/// </summary>
internal sealed class AllowList
{
    private const string Path = "tests/Connectors.Tests/Conventions/allow-list.txt";

    private readonly IReadOnlyList<Entry> _entries;

    private AllowList(IEnumerable<string> lines)
    {
        _entries = [.. lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(ReadEntry)];
    }

    public static AllowList Load() => new(Repository.Read(Path).Split('\n'));

    public static AllowList Parse(params string[] lines) => new(lines);

    /// <summary>The rules that have entries.</summary>
    public IEnumerable<string> Rules => _entries.Select(entry => entry.Rule).Distinct();

    /// <summary>What is wrong after the list was taken into account: new breaches, grown ones, and entries without a breach.</summary>
    public IReadOnlyList<string> Check(string rule, IEnumerable<Finding> findings)
    {
        var entries = _entries.Where(entry => entry.Rule == rule).ToList();
        var found = findings.ToList();
        var breaches = found
            .Where(finding => !entries.Any(entry => entry.Where == finding.Where && finding.Size <= entry.Size))
            .Select(finding => $"{finding.Where}: {finding.What}");
        var stale = entries
            .Where(entry => !found.Any(finding => finding.Where == entry.Where))
            .Select(entry => $"{Path}: no longer needed, delete it: {entry.Rule} | {entry.Where}");
        return [.. breaches, .. stale];
    }

    private static Entry ReadEntry(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var size = int.TryParse(parts.ElementAtOrDefault(2), CultureInfo.InvariantCulture, out var number) ? number : -1;
        return parts.Length == 4 && parts[3].Length > 0 && size >= 0
            ? new(parts[0], parts[1], size)
            : throw new FormatException($"{Path}: needs 'rule | where | size or 0 | reason', but is: {line}");
    }

    private sealed record Entry(string Rule, string Where, int Size);
}
