namespace Connectors.Integration.Tests;

/// <summary>
/// Counts what the whole process allocates, because the paths measured cross threads. What the runtime allocates now and then by
/// itself only adds, so the least of several rounds counts.
/// </summary>
internal static class Allocations
{
    private const int Rounds = 20;

    public static long LeastOf(Action round)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds && least > 0; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            round();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}
