using System.Collections.Concurrent;
using System.Diagnostics;
using Connectors.Core.Rooms;
using Connectors.Server;
using Connectors.TestNode.Lines;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Connectors.Benchmarks.Telemetry;

/// <summary>
/// This program once more, as the whole service, with rooms on plain connections (<see cref="LineRooms"/>); gone with its parent.
/// </summary>
internal sealed class NodeChild : IAsyncDisposable
{
    public const string Verb = "telemetry-node";

    private const string Started = "Application started";
    private const int MostLines = 200;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _told = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeChild(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var path = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        string[] arguments = [.. settings.Select(setting => $"--{setting.Key}={setting.Value}")];
        _process = Process.Start(new ProcessStartInfo(path, [.. self, Verb, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary>What it logged last.</summary>
    public IReadOnlyCollection<string> Told => _told;

    /// <summary>Starts one.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">It ended instead.</exception>
    public static async Task<NodeChild> StartAsync(
        IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var node = new NodeChild(settings);
        await node._started.Task.WaitAsync(StartLimit, TimeProvider.System, cancellationToken);
        return node;
    }

    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(settings);
        builder.Services.AddSingleton<IRoomTransport, LineRooms>();
        await using var app = ServerApp.Build(builder);
        await app.StartAsync();
        await Task.WhenAny(app.WaitForShutdownAsync(), Console.In.ReadToEndAsync());
        return Environment.ExitCode;
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            _started.TrySetException(new IOException($"The service ended:\n{string.Join('\n', _told)}"));
            return;
        }

        _told.Enqueue(line);
        while (_told.Count > MostLines)
        {
            _told.TryDequeue(out var _);
        }

        if (line.Contains(Started, StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }
}
