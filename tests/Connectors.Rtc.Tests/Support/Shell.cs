using System.Diagnostics;

namespace Connectors.Rtc.Tests.Support;

/// <summary>Commands of the system.</summary>
internal static class Shell
{
    /// <summary>Runs a script to its end; all of it has to succeed.</summary>
    /// <param name="script">Its lines.</param>
    /// <param name="before">What runs the shell, if it isn't run as it is.</param>
    public static async Task RunAsync(string script, params string[] before)
    {
        string[] command = [.. before, "sh", "-euc", script];
        using var shell = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var error = await shell.StandardError.ReadToEndAsync(CancellationToken.None);
        await shell.WaitForExitAsync(CancellationToken.None);
        Assert.True(shell.ExitCode == 0, $"{script}: {error}");
    }
}
