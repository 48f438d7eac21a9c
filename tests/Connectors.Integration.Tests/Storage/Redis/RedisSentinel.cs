using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connectors.Integration.Tests.Storage.Redis;

/// <summary>
/// A real Sentinel by itself, so it is the majority: it watches a primary, and chooses one of its replicas a second after it is gone.
/// </summary>
internal sealed class RedisSentinel : IAsyncDisposable
{
    private const string Known = " +slave slave ";
    private const string Chosen = " +switch-master ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-sentinel-");
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _switched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly Task _reading;

    private RedisSentinel(RedisServer primary, int replicas)
    {
        var file = Path.Combine(_folder.FullName, "sentinel.conf");
        File.WriteAllText(file, $"""
            port {FreePort()}
            bind 127.0.0.1
            dir {_folder.FullName}
            sentinel monitor group 127.0.0.1 {primary.Port} 1
            sentinel down-after-milliseconds group 1000
            sentinel failover-timeout group 5000

            """);
        _process = Process.Start(new ProcessStartInfo("redis-server", [file, "--sentinel"]) { RedirectStandardOutput = true })!;
        _reading = ReadAsync(replicas);
    }

    /// <summary>Port of the replica that was chosen.</summary>
    public Task<int> Switched => _switched.Task;

    /// <summary>Starts one and waits until it knows the replicas.</summary>
    public static async Task<RedisSentinel> StartAsync(RedisServer primary, int replicas)
    {
        var sentinel = new RedisSentinel(primary, replicas);
        await sentinel._ready.Task.WaitAsync(StartLimit, TimeProvider.System, TestContext.Current.CancellationToken);
        return sentinel;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ReadAsync(int replicas)
    {
        var known = 0;
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.Contains(Known, StringComparison.Ordinal) && ++known == replicas)
            {
                _ready.TrySetResult();
            }

            // +switch-master NAME OLD-ADDRESS OLD-PORT NEW-ADDRESS NEW-PORT
            if (line.Contains(Chosen, StringComparison.Ordinal))
            {
                _switched.TrySetResult(int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
            }
        }

        _ready.TrySetException(new IOException("Sentinel ended."));
    }
}
