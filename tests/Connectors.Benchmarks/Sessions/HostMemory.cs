namespace Connectors.Benchmarks.Sessions;

/// <summary>Memory of the service's process after a full collection, in bytes.</summary>
/// <param name="Managed">Managed objects.</param>
/// <param name="Resident">All of the process that is in memory.</param>
/// <param name="Threads">Its threads.</param>
internal sealed record HostMemory(long Managed, long Resident, int Threads)
{
    private const double Megabyte = 1_000_000;

    public double ManagedMegabytes => Managed / Megabyte;

    public double NativeMegabytes => (Resident - Managed) / Megabyte;

    public double ResidentMegabytes => Resident / Megabyte;
}
