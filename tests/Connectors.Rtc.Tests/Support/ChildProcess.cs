using System.Diagnostics;

namespace Connectors.Rtc.Tests.Support;

/// <summary>This program once more, with a verb of its own: what must not share a process with the tests.</summary>
internal static class ChildProcess
{
    public static Process Start(params string[] arguments)
    {
        var path = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        var start = new ProcessStartInfo(path, [.. self, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}
