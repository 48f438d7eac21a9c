using System.Diagnostics;
using Connectors.Benchmarks.Sessions;

namespace Connectors.Benchmarks.Nodes;

/// <summary>A real redis-server that keeps what it acknowledges, on loopback, gone with this.</summary>
internal sealed class OwnRedis : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-bench-redis-");
    private readonly Process _process;

    private OwnRedis(int port)
    {
        Address = $"127.0.0.1:{port}";
        string[] arguments =
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", "", "--appendonly", "yes",
            "--appendfsync", "always",
        ];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
    }

    public string Address { get; }

    /// <summary>A file for the key ring of all who use it.</summary>
    public string KeyRing => Path.Combine(_folder.FullName, "keys");

    public static async Task<OwnRedis> StartAsync(CancellationToken cancellationToken)
    {
        var redis = new OwnRedis(HostSettings.FreePort());
        while (await redis._process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                // A full pipe would stop it.
                _ = redis._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return redis;
            }
        }

        await redis.DisposeAsync();
        throw new IOException("redis-server did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
