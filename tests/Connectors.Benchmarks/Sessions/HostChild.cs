using System.Diagnostics;
using System.Text.Json;

namespace Connectors.Benchmarks.Sessions;

/// <summary>The service in a process of its own, as its parent sees it.</summary>
internal sealed class HostChild : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    public HostChild(HostSettings settings)
    {
        var path = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        _process = Process.Start(new ProcessStartInfo(path, [.. self, HostProcess.Verb, .. settings.ToArguments()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    public int ProcessId => _process.Id;

    private static TimeProvider Time => TimeProvider.System;

    /// <summary>Asks it.</summary>
    public async Task<T> AskAsync<T>(string question, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        var answer = await _process.StandardOutput.ReadLineAsync(cancellationToken).AsTask()
            .WaitAsync(AnswerLimit, Time, cancellationToken);
        return JsonSerializer.Deserialize<T>(answer ?? throw new IOException("The service's process has ended."))!;
    }

    /// <summary>Its CPU-seconds for each second of something else.</summary>
    public async Task<double> CpuAsync(Task during, CancellationToken cancellationToken)
    {
        var (began, before) = (Time.GetTimestamp(), await AskAsync<double>("cpu", cancellationToken));
        await during;
        var used = await AskAsync<double>("cpu", cancellationToken) - before;
        return used / Time.GetElapsedTime(began).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
