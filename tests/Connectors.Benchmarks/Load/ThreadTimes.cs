using System.Globalization;

namespace Connectors.Benchmarks.Load;

/// <summary>CPU-seconds that a process has used so far, by whose thread used them (Linux).</summary>
/// <param name="Library">LiveKit's library: threads that the runtime doesn't know. Our callbacks run on them, and so count here.</param>
/// <param name="Ours">Threads that run managed code: sessions, sockets, TLS, JSON.</param>
/// <param name="Rest">The runtime's own (collection, compilation), and threads that have ended since.</param>
internal sealed record ThreadTimes(double Library, double Ours, double Rest)
{
    // USER_HZ, which is 100 wherever Linux runs .NET.
    private const double Ticks = 100;

    // Names are cut at 15 characters.
    private static readonly string[] Managed = [".NET TP ", ".NET Sockets", ".NET Timer", ".NET Long", ".NET SigH", "Kestrel"];

    public double Total => Library + Ours + Rest;

    public static ThreadTimes Of(int process)
    {
        var (library, ours) = (0.0, 0.0);
        foreach (var (name, isFirst, seconds) in Threads(process))
        {
            if (isFirst || Managed.Any(known => name.StartsWith(known, StringComparison.Ordinal)))
            {
                ours += seconds;
            }
            else if (!name.StartsWith(".NET", StringComparison.Ordinal))
            {
                library += seconds;
            }
        }

        return new(library, ours, Read($"/proc/{process}/stat").Seconds - library - ours);
    }

    /// <summary>By name, for a look at whether they are sorted rightly.</summary>
    public static string Describe(int process) => string.Join(", ", Threads(process)
        .GroupBy(thread => thread.Name)
        .Select(group => (group.Key, Count: group.Count(), Seconds: group.Sum(static thread => thread.Seconds)))
        .OrderByDescending(static group => group.Seconds)
        .Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} × {group.Count}: {group.Seconds:0.00} s")));

    public ThreadTimes Since(ThreadTimes before) =>
        new(Library - before.Library, Ours - before.Ours, Rest - before.Rest);

    public ThreadTimes Per(double amount) => new(Library / amount, Ours / amount, Rest / amount);

    private static IEnumerable<(string Name, bool IsFirst, double Seconds)> Threads(int process)
    {
        foreach (var folder in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            (string Name, double Seconds) read;
            try
            {
                read = Read(Path.Combine(folder, "stat"));
            }
            catch (IOException)
            {
                // It ended meanwhile.
                continue;
            }

            yield return (read.Name, Path.GetFileName(folder) == process.ToString(CultureInfo.InvariantCulture), read.Seconds);
        }
    }

    // pid (name) state …; the name may hold blanks and brackets. After it utime and stime are fields 12 and 13.
    private static (string Name, double Seconds) Read(string file)
    {
        var stat = File.ReadAllText(file);
        var end = stat.LastIndexOf(')');
        var ticks = stat[(end + 2)..].Split(' ')[11..13].Sum(static field => long.Parse(field, CultureInfo.InvariantCulture));
        return (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end], ticks / Ticks);
    }
}
