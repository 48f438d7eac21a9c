namespace Connectors.Benchmarks.Commands;

/// <summary>Says what there is.</summary>
internal static class UsageCommand
{
    private const string Usage = """
        usage: Connectors.Benchmarks micro [--short] [--filter PATTERN]
          micro    the signal steps per 20 ms of audio: time and allocated bytes
          --short  three short rounds instead of many
          --filter which benchmarks, for instance '*Playout*'
        Build it with -c Release.
        """;

    public static int Run()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
