using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>The verb <c>custom</c>: runs the stand-in until it is stopped.</summary>
internal sealed class CustomAgentCommand() : AgentCommand<CustomAgentSwitches>(new(),
[
    new("--input-rate", "HZ", "Rate in which it hears (default: the one that is asked for)"),
    new("--output-rate", "HZ", "Rate in which it speaks (default: the one that is asked for)"),
    new("--resume", "HOW", "How it goes on after a lost connection: none, replay (default) or token"),
    new("--forget-tokens", null, "It knows none of its tokens any more"),
    new("--bare", null, "It can only hear and speak; all capabilities are off"),
    new("--session-limit", "SECONDS", "Life of a connection (default 7200)"),
    new("--late-audio", "N", "Pieces of audio that still come after an interruption (default 2)"),
    new("--never-ends-turns", null, "turn_ended never comes"),
    new("--no-subprotocol", null, "It chooses no subprotocol"),
    new("--close-at-start", "STATUS", "Close status in place of ready, such as 4429"),
    new("--instead-of-ready", "JSON", "What it sends in place of ready"),
    new("--malformed", "N", "So many malformed messages come after ready (default 0)"),
    new("--unknown-messages", null, "Strew messages in that nobody knows"),
])
{
    private static readonly string[] ResumeWords = ["none", "replay", "token"];

    /// <inheritdoc/>
    public override string Name => "custom";

    /// <inheritdoc/>
    public override string Summary => "A tenant's own agent (docs/11-custom-agent.md)";

    /// <inheritdoc/>
    protected override string Provider => "Custom agent";

    /// <inheritdoc/>
    protected override CustomAgentSwitches Read(CommandLine line, CustomAgentSwitches switches) => switches with
    {
        InputRate = line.Number("--input-rate", 0, 0, 96_000),
        OutputRate = line.Number("--output-rate", 0, 0, 96_000),
        Resume = ReadResume(line) ?? switches.Resume,
        ForgetsTokens = line.Has("--forget-tokens"),
        IsBare = line.Has("--bare"),
        SessionLimit = line.Seconds("--session-limit", switches.SessionLimit),
        LateAudio = line.Number("--late-audio", switches.LateAudio, 0, 1_000),
        NeverEndsTurns = line.Has("--never-ends-turns"),
        Subprotocol = line.Has("--no-subprotocol") ? null : switches.Subprotocol,
        CloseAtStart = line.Number("--close-at-start", 0, 1_000, 4_999),
        InsteadOfReady = line.Text("--instead-of-ready"),
        MalformedMessages = line.Number("--malformed", 0, 0, 1_000),
        SendsUnknownMessages = line.Has("--unknown-messages"),
    };

    /// <inheritdoc/>
    protected override async Task<IAgentSandbox> StartAsync(CustomAgentSwitches switches, CancellationToken cancellationToken) =>
        await CustomAgentSandbox.StartAsync(switches, cancellationToken: cancellationToken);

    private static string? ReadResume(CommandLine line)
    {
        var word = line.Text("--resume");
        return word is null || ResumeWords.Contains(word)
            ? word
            : throw new UsageException($"--resume is one of {string.Join(", ", ResumeWords)}.");
    }
}
