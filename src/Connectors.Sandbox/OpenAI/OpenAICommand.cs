using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.OpenAI;

/// <summary>The verb <c>openai</c>: runs the stand-in until it is stopped.</summary>
internal sealed class OpenAICommand() : AgentCommand<OpenAISwitches>(new(),
[
    new("--session-limit", "SECONDS", "Life of a session (default 3600)"),
    new("--late-deltas", "N", "Pieces of audio that still come after a cancelled response (default 2)"),
    new("--error-at-start", "CODE", "Error after session.created, such as insufficient_quota"),
    new("--calls-twice", null, "Call a reply's tool twice in one response"),
    new("--unknown-events", null, "Strew events in that no client knows"),
])
{
    /// <inheritdoc/>
    public override string Name => "openai";

    /// <inheritdoc/>
    public override string Summary => "OpenAI's Realtime API (REST and WebSocket)";

    /// <inheritdoc/>
    protected override string Provider => "OpenAI";

    /// <inheritdoc/>
    protected override OpenAISwitches Read(CommandLine line, OpenAISwitches switches) => switches with
    {
        SessionLimit = line.Seconds("--session-limit", switches.SessionLimit),
        LateDeltas = line.Number("--late-deltas", switches.LateDeltas, 0, 1_000),
        ErrorAtStart = line.Text("--error-at-start"),
        CallsTwice = line.Has("--calls-twice"),
        SendsUnknownEvents = line.Has("--unknown-events"),
    };

    /// <inheritdoc/>
    protected override async Task<IAgentSandbox> StartAsync(OpenAISwitches switches, CancellationToken cancellationToken) =>
        await OpenAIRealtimeSandbox.StartAsync(switches, cancellationToken: cancellationToken);
}
