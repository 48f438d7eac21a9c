using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia;

/// <summary>The verb <c>cartesia</c>: runs the stand-in until it is stopped.</summary>
internal sealed class CartesiaCommand() : AgentCommand<CartesiaSwitches>(new(),
[
    new("--agent-id", "ID", "The agent it has (default agent_sandbox)"),
    new("--forced-format", "FORMAT", "Format of every call, whatever is asked for, such as pcm_16000"),
    new("--idle-limit", "SECONDS", "Longest time without a message (default 180)"),
    new("--late-audio", "N", "Pieces of audio that still come after clear (default 2)"),
    new("--end-reason", "TEXT", "Why the agent says it ended the call"),
    new("--transfers-calls", null, "The agent wants to transfer every call"),
    new("--unknown-events", null, "Strew events in that no client knows"),
])
{
    /// <inheritdoc/>
    public override string Name => "cartesia";

    /// <inheritdoc/>
    public override string Summary => "Cartesia Line's calls (REST and WebSocket)";

    /// <inheritdoc/>
    protected override string Provider => "Cartesia";

    /// <inheritdoc/>
    protected override CartesiaSwitches Read(CommandLine line, CartesiaSwitches switches) => switches with
    {
        AgentId = line.Text("--agent-id") ?? switches.AgentId,
        ForcedFormat = line.Text("--forced-format"),
        IdleLimit = line.Seconds("--idle-limit", switches.IdleLimit),
        LateAudio = line.Number("--late-audio", switches.LateAudio, 0, 1_000),
        EndReason = line.Text("--end-reason"),
        TransfersCalls = line.Has("--transfers-calls"),
        SendsUnknownEvents = line.Has("--unknown-events"),
    };

    /// <inheritdoc/>
    protected override async Task<IAgentSandbox> StartAsync(CartesiaSwitches switches, CancellationToken cancellationToken) =>
        await CartesiaSandbox.StartAsync(switches, cancellationToken: cancellationToken);
}
