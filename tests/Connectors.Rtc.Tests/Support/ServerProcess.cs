using System.Diagnostics;
using System.Text.RegularExpressions;
using Connectors.Server;
using Microsoft.AspNetCore.Builder;

namespace Connectors.Rtc.Tests.Support;

/// <summary>This program once more, as the service: it can be killed without a word.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    public const string Verb = "serve";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellation)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arguments = settings.Select(setting => $"--{setting.Key}={setting.Value}");
        var process = ChildProcess.Start([Verb, "--urls=http://127.0.0.1:0", .. arguments]);
        process.OutputDataReceived += (_, line) =>
        {
            if (Listening().Match(line.Data ?? string.Empty) is { Success: true } match)
            {
                listening.TrySetResult(new(match.Groups[1].Value + "/"));
            }
        };
        process.BeginOutputReadLine();
        return new(process, await listening.Task.WaitAsync(StartLimit, TimeProvider.System, cancellation));
    }

    public static async Task<int> RunAsync(string[] settings)
    {
        await ServerApp.Build(WebApplication.CreateSlimBuilder(settings)).RunAsync();
        return Environment.ExitCode;
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
