namespace Connectors.Testing;

/// <summary>
/// Measures what a steady state allocates. What the runtime allocates by itself, as when it compiles a hot method anew, comes
/// when it comes, but not in every measurement, while what a round allocates does: the least of several measurements counts.
/// </summary>
internal static class Allocation
{
    private const int ThreadMeasurements = 5;
    private const int ProcessMeasurements = 20;

    /// <summary>Bytes allocated on this thread by many rounds, as many having warmed up before.</summary>
    public static long OfSteadyState(int rounds, Action<int> round)
    {
        Run(0, rounds, round);
        var next = rounds;
        return Least(ThreadMeasurements, GC.GetAllocatedBytesForCurrentThread, () =>
        {
            Run(next, rounds, round);
            next += rounds;
        });
    }

    /// <summary>Bytes allocated by the whole process during a round, for paths that cross threads.</summary>
    public static long LeastOfProcess(Action round) =>
        Least(ProcessMeasurements, () => GC.GetTotalAllocatedBytes(precise: true), round);

    private static long Least(int measurements, Func<long> allocated, Action measured)
    {
        var least = long.MaxValue;
        for (var measurement = 0; measurement < measurements && least > 0; measurement++)
        {
            var before = allocated();
            measured();
            least = Math.Min(least, allocated() - before);
        }

        return least;
    }

    private static void Run(int first, int count, Action<int> round)
    {
        for (var i = first; i < first + count; i++)
        {
            round(i);
        }
    }
}
