using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Connectors.Sandbox.Sound;

namespace Connectors.Rtc.Tests.Browser;

/// <summary>A headless Chromium, driven through Node; its microphone speaks one WAV, from when a page opens it.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _driver;
    private readonly string _microphone;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> _waiting = [];
    private readonly SemaphoreSlim _writing = new(1);
    private Task _reading = Task.CompletedTask;
    private int _calls;
    private int _pages;

    private Chromium(Process driver, string microphone)
    {
        _driver = driver;
        _microphone = microphone;
    }

    /// <summary>Why there is no browser here, or null.</summary>
    public static string? WhyNot => Executable is null
        ? "Chromium is not installed (Debian: apt-get install chromium; elsewhere set CHROMIUM to its path)."
        : null;

    private static string? Executable => new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium" }
        .FirstOrDefault(File.Exists);

    /// <summary>Starts one.</summary>
    /// <param name="microphone">What its microphone hears.</param>
    public static async Task<Chromium> StartAsync(WavFile microphone)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("connectors-browser-").FullName, "microphone.wav");
        microphone.Write(file);
        var script = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "browser-driver.txt"))).Trim();
        var start = new ProcessStartInfo("node", [script, Executable!, file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var chromium = new Chromium(Process.Start(start)!, file);
        var ready = await chromium._driver.StandardOutput.ReadLineAsync().WaitAsync(StartLimit);
        Assert.True(ready is not null, "The browser's driver ended at once.");
        chromium._reading = chromium.ReadAsync();
        return chromium;
    }

    /// <summary>Opens a page.</summary>
    /// <param name="url">Its address.</param>
    public async Task<BrowserPage> OpenAsync(Uri url)
    {
        var page = new BrowserPage(this, $"page {++_pages}");
        await page.DoAsync("open", new() { ["url"] = url.ToString() });
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        _driver.StandardInput.Close();
        try
        {
            await _driver.WaitForExitAsync().WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            _driver.Kill(entireProcessTree: true);
        }

        await _reading;
        _driver.Dispose();
        _writing.Dispose();
        Directory.Delete(Path.GetDirectoryName(_microphone)!, recursive: true);
    }

    internal async Task<JsonNode?> CallAsync(JsonObject command)
    {
        var id = Interlocked.Increment(ref _calls);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        command["id"] = id;
        await _writing.WaitAsync();
        try
        {
            await _driver.StandardInput.WriteLineAsync(command.ToJsonString());
            await _driver.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }

        return await answer.Task;
    }

    private async Task ReadAsync()
    {
        while (await _driver.StandardOutput.ReadLineAsync() is { } line)
        {
            var json = JsonNode.Parse(line)!.AsObject();
            if (!_waiting.TryRemove(json["id"]!.GetValue<int>(), out var answer))
            {
                continue;
            }

            if (json["error"] is { } error)
            {
                answer.SetException(new InvalidOperationException(error.GetValue<string>()));
            }
            else
            {
                answer.SetResult(json["value"]);
            }
        }

        foreach (var answer in _waiting.Values)
        {
            answer.TrySetException(new InvalidOperationException("The browser's driver has ended."));
        }
    }
}
