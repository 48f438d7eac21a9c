using System.ComponentModel;
using System.Diagnostics;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connectors.Sandbox;

/// <summary>
/// Runs the process again inside a network namespace of its own, with an adapter on 127.0.0.2: libwebrtc ignores loopback
/// adapters, and in a namespace nothing leaves the machine. Native code and threads live in the namespace the process
/// was started in, so the process can't move; it has to run again.
/// </summary>
internal static class OwnNamespace
{
    /// <summary>Set to <c>host</c>: use the host's adapters, whatever is possible.</summary>
    public const string Variable = "CONNECTORS_NAMESPACE";

    private const string Script =
        "ip link set lo up; ip link add veth0 type veth peer name veth1; ip link set veth0 up; ip link set veth1 up; " +
        "ip addr add 127.0.0.2/32 dev veth0; exec \"$@\"";

    /// <summary>Whether media can flow through an adapter here: one with an IPv4 address that isn't loopback.</summary>
    public static bool HasMediaAdapter => Adapters().Any();

    /// <summary>Whether this process is in such a namespace already.</summary>
    public static bool IsInside => Adapters().Any(address => address.GetAddressBytes()[0] == 127);

    /// <summary>Runs the process again in a namespace, unless it is in one already.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="say">Told in one line which way it runs.</param>
    /// <returns>Exit code of the inner process; null where this process is to go on itself.</returns>
    public static async Task<int?> TryRunAsync(string[] args, Action<string> say)
    {
        if (IsInside)
        {
            return null;
        }

        if (await WhyNotAsync() is { } reason)
        {
            say($"network: the host's adapters ({reason})");
            if (!HasMediaAdapter)
            {
                say("network: none of them has an address; WebRTC ignores loopback, so no room can be joined");
            }

            return null;
        }

        say($"network: a namespace of its own{(Environment.IsPrivilegedProcess ? string.Empty : ", in a user namespace")}");
        using var inner = new InnerProcess([.. InNamespace, .. Self(), .. args]);
        // Ctrl+C reaches the inner process by the terminal, SIGTERM is passed on; the outer one waits in any case.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            inner.Terminate();
        });
        return await inner.ExitCode;
    }

    private static string[] Flags => Environment.IsPrivilegedProcess ? ["--net"] : ["--user", "--map-root-user", "--net"];

    private static string[] InNamespace => [.. Flags, "--", "setpriv", "--pdeathsig", "TERM", "sh", "-euc", Script, "in-namespace"];

    private static string[] Self()
    {
        var path = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Environment.GetCommandLineArgs()[0]] : [path];
    }

    private static IEnumerable<System.Net.IPAddress> Adapters() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(adapter => adapter.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Where(adapter => adapter.OperationalStatus != OperationalStatus.Down)
        .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork);

    private static async Task<string?> WhyNotAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "host")
        {
            return $"{Variable}=host";
        }

        if (!OperatingSystem.IsLinux())
        {
            return "network namespaces are Linux only";
        }

        try
        {
            using var probe = Process.Start(new ProcessStartInfo("unshare", [.. InNamespace, "true"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = probe.StandardError.ReadToEndAsync();
            await probe.WaitForExitAsync();
            return probe.ExitCode == 0 ? null : $"the kernel or the system refuses a namespace: {(await error).Trim().Split('\n')[0]}";
        }
        catch (Win32Exception)
        {
            return "util-linux is missing";
        }
    }

    /// <summary>
    /// The inner process, which must not outlive the outer one. The kernel's parent-death signal counts the thread that
    /// started it as the parent, so that thread must live as long: it isn't one of the pool's.
    /// </summary>
    private sealed class InnerProcess : IDisposable
    {
        private readonly TaskCompletionSource<int> _exitCode = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<Process> _process = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public InnerProcess(string[] arguments)
        {
            var thread = new Thread(() => Run(arguments)) { IsBackground = true, Name = "inner process" };
            thread.Start();
        }

        public Task<int> ExitCode => _exitCode.Task;

        public void Terminate()
        {
            if (_process.Task.IsCompletedSuccessfully)
            {
                using var kill = Process.Start("kill", ["-TERM", $"{_process.Task.Result.Id}"]);
            }
        }

        public void Dispose()
        {
            if (_process.Task.IsCompletedSuccessfully)
            {
                _process.Task.Result.Dispose();
            }
        }

        private void Run(string[] arguments)
        {
            try
            {
                var process = Process.Start(new ProcessStartInfo("unshare", arguments))!;
                _process.SetResult(process);
                process.WaitForExit();
                _exitCode.SetResult(process.ExitCode);
            }
            catch (Exception e)
            {
                _exitCode.TrySetException(e);
            }
        }
    }
}
