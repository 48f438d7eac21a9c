using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Connectors.Server;
using Microsoft.AspNetCore.Builder;

namespace Connectors.Rtc.Tests.Support;

/// <summary>This program once more, as the service: it can be killed without a word, made to stand still, or told to stop.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    public const string Verb = "serve";

    /// <summary>Names a folder in which every process leaves what it logs; for those who look for a reason.</summary>
    private const string LogFolder = "CONNECTORS_NODE_LOGS";

    private const int MostLines = 20_000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _told;

    private ServerProcess(Process process, Uri address, NodeNetwork? network, ConcurrentQueue<string> told)
    {
        _process = process;
        _told = told;
        Address = address;
        Network = network;
    }

    public Uri Address { get; }

    /// <summary>Where it runs; null: in the tests' own network.</summary>
    public NodeNetwork? Network { get; }

    /// <summary>What it logged last.</summary>
    public IReadOnlyList<string> Told => [.. _told];

    public bool HasExited => _process.HasExited;

    /// <summary>Starts one.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="network">Where it runs; null: in the tests' own.</param>
    /// <param name="program">Another program than this one that is the service: its dll. It runs in the tests' own network.</param>
    public static async Task<ServerProcess> StartAsync(
        IEnumerable<KeyValuePair<string, string>> settings,
        CancellationToken cancellation,
        NodeNetwork? network = null,
        string? program = null)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new ConcurrentQueue<string>();
        string[] arguments =
        [
            $"--urls=http://{network?.Address ?? "127.0.0.1"}:0",
            .. settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        ];
        var process = program is null
            ? ChildProcess.Start(network?.Enter ?? [], [Verb, .. arguments])
            : ChildProcess.StartOther(program, arguments);
        process.OutputDataReceived += (_, line) =>
        {
            Keep(process.Id, line.Data);
            told.Enqueue(line.Data ?? string.Empty);
            while (told.Count > MostLines)
            {
                told.TryDequeue(out var _);
            }

            if (Listening().Match(line.Data ?? string.Empty) is { Success: true } match)
            {
                listening.TrySetResult(new(match.Groups[1].Value + "/"));
            }
        };
        process.BeginOutputReadLine();
        return new(process, await listening.Task.WaitAsync(StartLimit, TimeProvider.System, cancellation), network, told);
    }

    public static async Task<int> RunAsync(string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(settings);
        using var assigner = Assigner.AddIfWanted(builder);
        await using var app = ServerApp.Build(builder);
        assigner?.Map(app);
        Panic.MapIfWanted(app);
        await app.RunAsync();
        return Environment.ExitCode;
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGSTOP: it is there, and does nothing.</summary>
    public Task StandStillAsync() => ChildProcess.SignalAsync(_process, "STOP");

    /// <summary>SIGCONT.</summary>
    public Task GoOnAsync() => ChildProcess.SignalAsync(_process, "CONT");

    /// <summary>SIGTERM.</summary>
    public Task AskToStopAsync() => ChildProcess.SignalAsync(_process, "TERM");

    /// <summary>Waits until it is gone.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(limit, TimeProvider.System);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void Keep(int process, string? line)
    {
        if (Environment.GetEnvironmentVariable(LogFolder) is { Length: > 0 } folder)
        {
            File.AppendAllText(Path.Combine(folder, $"{process}.log"), $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line}\n");
        }
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.\d+\.\d+:\d+)")]
    private static partial Regex Listening();
}
