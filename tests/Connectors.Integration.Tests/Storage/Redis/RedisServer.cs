using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Connectors.Storage.Redis;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>A real redis-server of the test's own, on loopback, with a folder of its own; gone with it.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-redis-");
    private readonly string[] _settings;
    [SuppressMessage("Usage", "CA2213", Justification = "Disposed of when it is killed.")]
    private Process? _process;

    private RedisServer(string[] settings) => _settings = settings;

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Missing { get; } = IsInstalled() ? null : "redis-server is not installed (Debian: apt-get install redis-server).";

    public int Port { get; private set; }

    public RedisStorageOptions Options =>
        new() { Address = $"127.0.0.1:{Port}", KeyPrefix = $"{Guid.NewGuid():N}", CallLimit = TimeSpan.FromSeconds(20) };

    /// <summary>Everything that lies on its disk.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    /// <summary>Starts one that keeps what it acknowledges, unless the settings say otherwise: later ones win.</summary>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? string.Empty);
        var server = new RedisServer(settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it with what is on its disk, on the port it had.</summary>
    public async Task StartAgainAsync()
    {
        // Somebody else may take the port between its choice and its use.
        for (var attempts = 5; !await TryStartAsync(); attempts--)
        {
            Assert.True(attempts > 1, "redis-server did not start.");
            Port = 0;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>SIGSTOP: it is there, and says nothing.</summary>
    public Task StandStillAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task GoOnAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private static bool IsInstalled()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, "--version") { RedirectStandardOutput = true });
            process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> TryStartAsync()
    {
        Port = Port == 0 ? FreePort() : Port;
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", string.Empty, "--appendonly", "yes",
            "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0", .. _settings,
        ];
        _process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true })!;
        using var late = new CancellationTokenSource(StartLimit);
        while (await _process.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // A full pipe would stop it.
                _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return true;
            }
        }

        await KillAsync();
        return false;
    }

    private async Task SignalAsync(string name)
    {
        var id = _process!.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }
}
