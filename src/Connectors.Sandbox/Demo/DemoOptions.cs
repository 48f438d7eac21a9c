using Connectors.Sandbox.Agents;
using Connectors.Sandbox.Sound;

namespace Connectors.Sandbox.Demo;

/// <summary>What the user of <c>demo</c> asked for.</summary>
internal sealed record DemoOptions
{
    // As long as an answer is waited for.
    private static readonly TimeSpan LongestInterruption = TimeSpan.FromSeconds(30);

    /// <summary>All options, for <c>--help</c>.</summary>
    public static CommandOption[] All { get; } =
    [
        new("--connector", "NAME", $"whose sandbox answers: {DemoAgents.Choice}"),
        new("--in", "FILE.wav", "what the user says, 16-bit PCM (default: a sentence of our own making)"),
        new("--say", "TEXT", "what the user says, spoken by espeak-ng"),
        new("--out", "DIR", "where avatar.wav, transcript.json and events.jsonl go (default ./demo-out)"),
        new("--turns", "N", "how often the user speaks (default 2, up to 100)"),
        new("--interrupt-after", "SECONDS", "the user speaks into each answer once it was heard for so long"),
        new("--agent-script", "FILE", "what the sandbox's agent answers (JSON)"),
        new("--json", null, "the last line is one JSON object with all figures"),
        new("--live", null, "a session with real accounts that you join from a browser; see check --help for the variables"),
    ];

    public required string Connector { get; init; }

    public required string OutputFolder { get; init; }

    public required int Turns { get; init; }

    public TimeSpan? InterruptAfter { get; init; }

    public required AgentScript Script { get; init; }

    public required bool Json { get; init; }

    /// <summary>What the user says, 48 kHz.</summary>
    public required WavFile Speech { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">Something is wrong with it.</exception>
    public static async Task<DemoOptions> ReadAsync(CommandLine line, CancellationToken cancellationToken)
    {
        var connector = line.Text("--connector") ?? DemoAgents.Names[0];
        if (!DemoAgents.Names.Contains(connector))
        {
            throw new UsageException($"--connector: there is no '{connector}'; there are {string.Join(", ", DemoAgents.Names)}.");
        }

        if (line.Text("--in") is not null && line.Text("--say") is not null)
        {
            throw new UsageException("--in and --say exclude each other.");
        }

        return new()
        {
            Connector = connector,
            OutputFolder = OpenFolder(line.Text("--out") ?? "demo-out"),
            Turns = line.Number("--turns", 2, 1, 100),
            InterruptAfter = InterruptAfterOf(line),
            Script = AgentScript.Of(line),
            Json = line.Has("--json"),
            Speech = await DemoSpeech.ReadAsync(line.Text("--in"), line.Text("--say"), cancellationToken),
        };
    }

    /// <summary>Refuses what means nothing to a session with real accounts.</summary>
    /// <exception cref="UsageException">There is such an option.</exception>
    public static void RefuseBesideLive(CommandLine line)
    {
        if (All.FirstOrDefault(option => option.Name != "--live" && line.Has(option.Name)) is { } other)
        {
            throw new UsageException($"--live and {other.Name} exclude each other: you speak, and your own agent answers.");
        }
    }

    // Made and tried at once: otherwise a whole conversation would be held in vain.
    private static string OpenFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            using var probe = File.Create(Path.Combine(path, Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--out: nothing can be written to '{path}': {error.Message}");
        }
    }

    private static TimeSpan? InterruptAfterOf(CommandLine line)
    {
        if (!line.Has("--interrupt-after"))
        {
            return null;
        }

        var after = line.Seconds("--interrupt-after", TimeSpan.Zero);
        return after <= LongestInterruption
            ? after
            : throw new UsageException($"--interrupt-after must be at most {LongestInterruption.TotalSeconds:0} seconds.");
    }
}
