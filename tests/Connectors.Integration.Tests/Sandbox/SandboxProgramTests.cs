using System.Diagnostics;

namespace Connectors.Integration.Tests.Sandbox;

/// <summary>The program as somebody starts it who mistypes: one sentence on standard error, and an exit code that isn't zero.</summary>
public sealed class SandboxProgramTests
{
    [Theory]
    [InlineData(2, "demo", "--conector", "elevenlabs")]
    [InlineData(2, "demo", "--out", "/proc/nothing")]
    [InlineData(2, "check", "--room-host")]
    [InlineData(2, "check", "--room-host", "a b")]
    [InlineData(2, "liveavatar", "--port", "65536")]
    [InlineData(2, "liveavatar", "--second-socket", "third")]
    [InlineData(2, "liveavatar", "--rooms", "--room-url", "ws://127.0.0.1:7880")]
    [InlineData(2, "elevenlabs", "--input-format", "mp3")]
    [InlineData(2, "openai", "--port", "x")]
    [InlineData(2, "cartesia", "--port", "x")]
    [InlineData(2, "cartesia-managed", "--texts", "never")]
    [InlineData(2, "custom", "--resume", "x")]
    [InlineData(2, "deepgram", "--port", "x")]
    [InlineData(2, "deepgram", "--agent-script", "no-such-file")]
    [InlineData(2, "deepgram", "--refuse-with", "200")]
    [InlineData(2, "gemini", "--port", "x")]
    [InlineData(2, "gemini", "--close-at-start", "x")]
    [InlineData(1, "demo")]
    public async Task Program_CalledWrongly_SaysOneSentenceAndFails(int exitCode, params string[] args)
    {
        var (code, errors) = await RunAsync(args);
        Assert.Equal(exitCode, code);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"{args[0]}: ", line, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Errors)> RunAsync(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("connectors-test-");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Connectors.Sandbox.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        // A room server that is named by halves, for demo without a mistake in its options.
        start.Environment["LIVEKIT_URL"] = "ws://127.0.0.1:1";
        start.Environment["LIVEKIT_API_KEY"] = string.Empty;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
        return (process.ExitCode, errors);
    }
}
