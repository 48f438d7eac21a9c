using System.ComponentModel;
using System.Diagnostics;
using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.Agents;

/// <summary>Speech by the program espeak-ng.</summary>
internal sealed class EspeakVoice : AgentVoice
{
    private const string Program = "espeak-ng";

    private EspeakVoice()
    {
    }

    /// <summary>The voice, or null where the program is not installed.</summary>
    public static EspeakVoice? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var isThere = folders.Any(folder => folder.Length > 0
            && (File.Exists(Path.Combine(folder, Program)) || File.Exists(Path.Combine(folder, Program + ".exe"))));
        return isThere ? new() : null;
    }

    public override async Task<short[]> SpeakAsync(string text, int sampleRate, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        // To a file, because --stdout writes a WAV header with a false length.
        var path = Path.Combine(Path.GetTempPath(), $"connectors-voice-{Guid.NewGuid():N}.wav");
        try
        {
            await RunAsync(["-v", "en-us", "-w", path, "--stdin"], text, cancellationToken);
            var wav = WavFile.Read(path);
            return RateConversion.Convert(wav.Samples, wav.SampleRate, sampleRate);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task RunAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new Win32Exception($"{Program} did not start.");
        await using var kill = cancellationToken.UnsafeRegister(static running => ((Process)running!).Kill(), process);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var complaint = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Program} ended with {process.ExitCode}: {complaint}");
        }
    }
}
