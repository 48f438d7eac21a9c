using System.Globalization;
using Connectors.Benchmarks.Sessions;

namespace Connectors.Benchmarks.Load;

/// <summary>What so many sessions cost, and what they got.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Cpu">CPU-seconds a second of the service's process.</param>
/// <param name="Memory">Its memory, when they had talked.</param>
/// <param name="Up">Milliseconds of a burst's arrival at the provider less its arrival at a bare listener.</param>
/// <param name="Down">Milliseconds from the provider's send until the avatar had the first chunk.</param>
/// <param name="Bare">The same of a bare relay in the same run.</param>
/// <param name="Incomplete">Turns that did not arrive as a whole.</param>
internal sealed record LoadStep(
    int Sessions, ThreadTimes Cpu, HostMemory Memory, List<double> Up, List<double> Down, List<double> Bare, int Incomplete)
{
    public static string Head => """
        | sessions | CPU-s/s | LiveKit's library | ours | rest | resident, MB | managed, MB | threads |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        """;

    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Sessions} | {Cpu.Total:0.000} | {Cpu.Library:0.000} | {Cpu.Ours:0.000} | {Cpu.Rest:0.000} "
        + $"| {Memory.ResidentMegabytes:0.0} | {Memory.ManagedMegabytes:0.00} | {Memory.Threads} |");
}
