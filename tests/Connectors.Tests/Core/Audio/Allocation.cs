namespace Connectors.Tests.Core.Audio;

/// <summary>Measures what a steady state allocates on this thread.</summary>
internal static class Allocation
{
    /// <summary>Bytes allocated by the second half of many rounds; the first half warms up.</summary>
    public static long OfSteadyState(int rounds, Action<int> round)
    {
        for (var i = 0; i < rounds; i++)
        {
            round(i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = rounds; i < 2 * rounds; i++)
        {
            round(i);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
