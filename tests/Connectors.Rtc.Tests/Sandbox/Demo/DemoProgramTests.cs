using System.Diagnostics;
using System.Text.Json;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Sandbox.Demo;

/// <summary>The program, as its user starts it: what it prints, leaves behind and exits with.</summary>
public sealed class DemoProgramTests(RtcFixture rtc) : IDisposable
{
    private static readonly string[] Files = ["avatar.wav", "events.jsonl", "transcript.json"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-test-");
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Demo_AtTheRoomServerOfTheEnvironment_TalksThereAndLeavesItsFiles()
    {
        var (code, output) = await RunAsync(rtc.Server.ApiSecret.Reveal());

        Assert.Equal(0, code);
        using var figures = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.True(figures.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(2, figures.RootElement.GetProperty("turns").GetArrayLength());
        var left = new DirectoryInfo(Path.Combine(_folder.FullName, "demo-out")).GetFiles();
        Assert.Equal(Files, left.Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(left, file => Assert.NotEqual(0, file.Length));
    }

    [Fact]
    public async Task Demo_WhoseRoomServerRefusesIt_FailsAndSaysWhatIsMissing()
    {
        var (code, output) = await RunAsync("another secret than the server's, and as long");

        Assert.Equal(1, code);
        using var figures = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.False(figures.RootElement.GetProperty("ok").GetBoolean());
        var missing = Assert.Single(figures.RootElement.GetProperty("missing").EnumerateArray().ToList()).GetString();
        Assert.Contains("refused the access token", missing, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> RunAsync(string secret)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Connectors.Sandbox.dll");
        var start = new ProcessStartInfo("dotnet", [program, "demo", "--turns", "1", "--json"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["LIVEKIT_URL"] = rtc.Server.Url.OriginalString;
        start.Environment["LIVEKIT_API_KEY"] = rtc.Server.ApiKey;
        start.Environment["LIVEKIT_API_SECRET"] = secret;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(_cancellation);
        await process.WaitForExitAsync(_cancellation);
        return (process.ExitCode, output);
    }
}
