using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Connectors.Benchmarks.Sessions;

/// <summary>What the service's process holds after a full collection (Linux with glibc).</summary>
/// <param name="Handles">Open files, sockets among them.</param>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Timers">Timers of the runtime that are set.</param>
/// <param name="Tasks">Work items that wait for a thread of the pool.</param>
/// <param name="Managed">Bytes of managed objects.</param>
/// <param name="Native">Bytes that native code has allocated and not freed, by glibc's own count over all arenas.</param>
/// <param name="Resident">Bytes of the process that are in memory.</param>
internal sealed partial record HostResources(
    int Handles, int Sockets, int Threads, long Timers, long Tasks, long Managed, long Native, long Resident)
{
    private const double Megabyte = 1_000_000;

    public double ManagedMegabytes => Managed / Megabyte;

    public double NativeMegabytes => Native / Megabyte;

    public double ResidentMegabytes => Resident / Megabyte;

    public static HostResources Now()
    {
        // Twice, with finalizers between, so that only what is held counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var files = Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(static file => new FileInfo(file).LinkTarget).ToList();
        var allocated = AllocatedByMalloc();
        return new(
            files.Count,
            files.Count(static target => target?.StartsWith("socket:", StringComparison.Ordinal) == true),
            process.Threads.Count,
            Timer.ActiveCount,
            ThreadPool.PendingWorkItemCount,
            GC.GetTotalMemory(forceFullCollection: true),
            (long)(allocated.InUse + allocated.Mapped),
            process.WorkingSet64);
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallocInfo AllocatedByMalloc();

    // struct mallinfo2 of malloc.h.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallocInfo
    {
        private readonly nuint _arena;
        private readonly nuint _freeChunks;
        private readonly nuint _fastChunks;
        private readonly nuint _mappedRegions;

        public nuint Mapped { get; }

        private readonly nuint _most;
        private readonly nuint _fastBytes;

        public nuint InUse { get; }

        private readonly nuint _free;
        private readonly nuint _releasable;
    }
}
