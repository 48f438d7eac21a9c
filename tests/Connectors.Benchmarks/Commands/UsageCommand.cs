namespace Connectors.Benchmarks.Commands;

/// <summary>Says what there is.</summary>
internal static class UsageCommand
{
    private const string Usage = """
        usage: Connectors.Benchmarks VERB [OPTION…]
          micro      the signal steps per 20 ms of audio: time and allocated bytes
            --short  three short rounds instead of many
            --filter which benchmarks, for instance '*Playout*'
          latency    added latency up, down and at an interruption, beside a bare relay; about four minutes
          session    one session in a process of its own: start by stage, CPU, memory over sessions; about four minutes
            --events N  how many events or starts, at most 1,000 (default 200 for latency, 20 for session)
          nodes      sessions at rest on one node, and starts through another (that with -p:ClusterEdition=true); two minutes
            --events N  how many sessions (default 10)
          api        calls of the API a second, starts, one and a half times the capacity; about a minute
        Build it with -c Release. latency, session and nodes end with a block for docs/04-figures.md.
        """;

    public static int Run()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    /// <summary>Reads <c>--events N</c>; null if it is something else.</summary>
    public static int? Events(string[] options, int otherwise) => options switch
    {
        [] => otherwise,
        ["--events", var text] when int.TryParse(text, out var events) && events is >= 1 and <= 1_000 => events,
        _ => null,
    };
}
