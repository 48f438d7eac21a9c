using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>The verb <c>cartesia-managed</c>: runs the stand-in until it is stopped.</summary>
internal sealed class CartesiaManagedCommand() : AgentCommand<CartesiaManagedSwitches>(new(),
[
    new("--agent-id", "ID", "The agent it has (default agent_sandbox)"),
    new("--instructions", "TEXT", "The agent's instructions, with {{variables}}"),
    new("--forced-format", "FORMAT", "Format of every conversation, whatever is asked for, such as pcm_16000"),
    new("--background-sound", null, "The agent has a background sound, and takes no as_available"),
    new("--idle-limit", "SECONDS", "Longest time without an event of the client (default 120)"),
    new("--inactivity-limit", "SECONDS", "Time without a word after which the agent hangs up (default 240)"),
    new("--session-limit", "SECONDS", "Life of a connection (default 86400)"),
    new("--tool-timeout", "SECONDS", "Time that the agent waits for a tool's result (default 20)"),
    new("--texts", "WHEN", "When a turn's texts come: as-spoken (default), first or last"),
    new("--late-audio", "N", "Pieces of audio that still come after audio_output_clear (default 2)"),
    new("--never-ends-turns", null, "turn_ended never comes for the agent's turns"),
    new("--fail-with", "CODE", "Error in place of session_ready, such as agent_failed or missing_dynamic_variables"),
    new("--unknown-events", null, "Strew events in that no client knows"),
])
{
    private static readonly Dictionary<string, TextOrder> Orders = new(StringComparer.Ordinal)
    {
        ["as-spoken"] = TextOrder.AsSpoken,
        ["first"] = TextOrder.First,
        ["last"] = TextOrder.Last,
    };

    /// <inheritdoc/>
    public override string Name => "cartesia-managed";

    /// <inheritdoc/>
    public override string Summary => "Cartesia's Managed Agents (REST and WebSocket; the connector is experimental)";

    /// <inheritdoc/>
    protected override string Provider => "Cartesia Managed Agents";

    /// <inheritdoc/>
    protected override CartesiaManagedSwitches Read(CommandLine line, CartesiaManagedSwitches switches) => switches with
    {
        AgentId = line.Text("--agent-id") ?? switches.AgentId,
        Instructions = line.Text("--instructions") ?? switches.Instructions,
        ForcedFormat = line.Text("--forced-format"),
        HasBackgroundSound = line.Has("--background-sound"),
        IdleLimit = line.Seconds("--idle-limit", switches.IdleLimit),
        InactivityLimit = line.Seconds("--inactivity-limit", switches.InactivityLimit),
        SessionLimit = line.Seconds("--session-limit", switches.SessionLimit),
        ToolTimeout = line.Seconds("--tool-timeout", switches.ToolTimeout),
        Texts = ReadOrder(line) ?? switches.Texts,
        LateAudio = line.Number("--late-audio", switches.LateAudio, 0, 1_000),
        NeverEndsTurns = line.Has("--never-ends-turns"),
        FaultAtStart = line.Text("--fail-with") is { } code
            ? code == "agent_failed" ? ManagedFault.AgentFailed : ManagedFault.Breach("Refused by a switch.", code)
            : null,
        SendsUnknownEvents = line.Has("--unknown-events"),
    };

    /// <inheritdoc/>
    protected override async Task<IAgentSandbox> StartAsync(CartesiaManagedSwitches switches, CancellationToken cancellationToken) =>
        await CartesiaManagedSandbox.StartAsync(switches, cancellationToken: cancellationToken);

    private static TextOrder? ReadOrder(CommandLine line)
    {
        var word = line.Text("--texts");
        return word is null ? null
            : Orders.TryGetValue(word, out var order) ? order
            : throw new UsageException($"--texts is one of {string.Join(", ", Orders.Keys)}.");
    }
}
