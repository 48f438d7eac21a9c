using System.Diagnostics;
using System.Globalization;

namespace Connectors.Rtc.Tests.Support;

/// <summary>This program once more, with a verb of its own: what must not share a process with the tests.</summary>
internal static class ChildProcess
{
    public static Process Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts it by another program.</summary>
    /// <param name="before">That program and its arguments; it becomes ours. None: as it is.</param>
    /// <param name="arguments">Ours.</param>
    public static Process Start(IReadOnlyList<string> before, IReadOnlyList<string> arguments)
    {
        var path = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        string[] command = [.. before, path, .. self, .. arguments];
        return Run(command[0], command[1..]);
    }

    /// <summary>Starts another program.</summary>
    /// <param name="assembly">Its dll.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process StartOther(string assembly, params string[] arguments) => Run("dotnet", [assembly, .. arguments]);

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

    private static Process Run(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
