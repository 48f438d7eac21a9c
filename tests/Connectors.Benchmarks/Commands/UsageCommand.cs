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
          sessions   many rooms of real WebRTC, TLS to all peers: CPU by whose it is, added latency, memory; about four minutes
            --rooms N,N,…  how many at once, one after the other (default 5,10,20)
            --in-memory N,N,…  without any socket, to show our own cost and how it grows (such as 250,500,1000,2000)
          overload   half as many starts more than there is room for, again and again: who is let in, and what it does to those
            --rooms N  how much room there is (default 10)
          soak       sessions that come and go: handles, threads, sockets, timers and memory, before, while and after; exit code 1 if
                     what should come back to where it began does not
            --sessions N   how many in all (default 200); about two seconds each
            --joins N      rooms joined and left by our binding alone, to see what of the growth is LiveKit's library
          api        calls of the API a second, starts, one and a half times the capacity; about a minute
          telemetry  a run in which every metric has something to tell; for .ci/dashboards
        Build it with -c Release. All but micro and telemetry end with a block for docs/04-figures.md.
        """;

    public static int Run()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    /// <summary>Reads <c>--NAME N,N,…</c>, each from 1 to 10,000; null if it is something else.</summary>
    public static int[]? Numbers(string[] options, string name, string otherwise)
    {
        var text = options is [] ? otherwise : options is [var given, var value] && given == $"--{name}" ? value : string.Empty;
        var numbers = text.Split(',').Select(part => int.TryParse(part, out var number) && number is >= 1 and <= 10_000 ? number : 0);
        return numbers.ToArray() is var all && all.Contains(0) ? null : all;
    }

    /// <summary>Reads <c>--events N</c>; null if it is something else.</summary>
    public static int? Events(string[] options, int otherwise) => options switch
    {
        [] => otherwise,
        ["--events", var text] when int.TryParse(text, out var events) && events is >= 1 and <= 1_000 => events,
        _ => null,
    };
}
