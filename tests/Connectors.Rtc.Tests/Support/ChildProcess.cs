using System.Diagnostics;
using System.Globalization;

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

    /// <summary>Sends a signal.</summary>
    /// <param name="process">To whom.</param>
    /// <param name="name">Such as <c>STOP</c>.</param>
    public static async Task SignalAsync(Process process, string name)
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {id}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, kill.ExitCode);
    }
}
