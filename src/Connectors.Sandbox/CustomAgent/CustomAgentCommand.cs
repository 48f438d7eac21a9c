using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>The verb <c>custom</c>: runs the stand-in until it is stopped.</summary>
internal sealed class CustomAgentCommand : ISandboxCommand
{
    private static readonly CommandOption[] Options =
    [
        new("--port", "N", "Port on 127.0.0.1 (default: any free one)"),
        new("--secret", "TEXT", "The secret it takes (default sandbox-custom-secret)"),
        new("--agent-script", "FILE", "What it says"),
        new("--speed", "FACTOR", "How many times faster than real time its audio comes (default 8)"),
        new("--input-rate", "HZ", "Rate in which it hears (default: the one that is asked for)"),
        new("--output-rate", "HZ", "Rate in which it speaks (default: the one that is asked for)"),
        new("--resume", "HOW", "How it goes on after a lost connection: none, replay (default) or token"),
        new("--forget-tokens", null, "It knows none of its tokens any more"),
        new("--bare", null, "It can only hear and speak; all capabilities are off"),
        new("--session-limit", "SECONDS", "Life of a connection (default 7200)"),
        new("--late-audio", "N", "Pieces of audio that still come after an interruption (default 2)"),
        new("--never-ends-turns", null, "turn_ended never comes"),
        new("--refuse-with", "STATUS", "HTTP status with which every upgrade is refused"),
        new("--no-subprotocol", null, "It chooses no subprotocol"),
        new("--close-at-start", "STATUS", "Close status in place of ready, such as 4429"),
        new("--instead-of-ready", "JSON", "What it sends in place of ready"),
        new("--silent", null, "ready never comes"),
        new("--malformed", "N", "So many malformed messages come after ready (default 0)"),
        new("--unknown-messages", null, "Strew messages in that nobody knows"),
    ];

    /// <inheritdoc/>
    public string Name => "custom";

    /// <inheritdoc/>
    public string Summary => "A tenant's own agent (docs/11-custom-agent.md)";

    /// <inheritdoc/>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, Options);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, Options));
            return 0;
        }

        var switches = Read(line);
        await using var sandbox = await CustomAgentSandbox.StartAsync(switches, cancellationToken: cancellationToken);
        await Console.Out.WriteLineAsync($"Custom agent at {sandbox.Url} with secret {switches.Secret}. Ctrl+C ends it.");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }

    private static CustomAgentSwitches Read(CommandLine line)
    {
        var defaults = new CustomAgentSwitches();
        return defaults with
        {
            Port = line.Number("--port", 0, 0, 65_535),
            Secret = line.Text("--secret") ?? defaults.Secret,
            Script = line.Text("--agent-script") is { } path ? AgentScript.Load(path) : defaults.Script,
            Pace = defaults.Pace with { Speed = line.Number("--speed", 8, 1, 1_000) },
            InputRate = line.Number("--input-rate", 0, 0, 96_000),
            OutputRate = line.Number("--output-rate", 0, 0, 96_000),
            Resume = line.Text("--resume") ?? defaults.Resume,
            ForgetsTokens = line.Has("--forget-tokens"),
            IsBare = line.Has("--bare"),
            SessionLimit = line.Seconds("--session-limit", defaults.SessionLimit),
            LateAudio = line.Number("--late-audio", defaults.LateAudio, 0, 1_000),
            NeverEndsTurns = line.Has("--never-ends-turns"),
            RefuseWith = line.Number("--refuse-with", 0, 400, 599),
            Subprotocol = line.Has("--no-subprotocol") ? null : defaults.Subprotocol,
            CloseAtStart = line.Number("--close-at-start", 0, 1_000, 4_999),
            InsteadOfReady = line.Text("--instead-of-ready"),
            IsSilent = line.Has("--silent"),
            MalformedMessages = line.Number("--malformed", 0, 0, 1_000),
            SendsUnknownMessages = line.Has("--unknown-messages"),
        };
    }
}
