using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>How the stand-in of Cartesia's Managed Agents behaves. Every fault that a real one may show is a switch.</summary>
internal sealed record CartesiaManagedSwitches() : AgentSwitches("sandbox-cartesia-key")
{
    /// <summary>The only agent it has.</summary>
    public string AgentId { get; init; } = "agent_sandbox";

    /// <summary>The agent's instructions.</summary>
    public string Instructions { get; init; } = "You are the sandbox agent. {{connectors_history}}";

    /// <summary>Whether it sends something that is no JSON before <c>session_ready</c>. Default false.</summary>
    public bool IsUnreadableAtStart { get; init; }

    /// <summary>Error and close in place of <c>session_ready</c>, or null.</summary>
    public ManagedFault? FaultAtStart { get; init; }

    /// <summary>Format that the conversation gets, whatever was asked for, or null.</summary>
    public string? ForcedFormat { get; init; }

    /// <summary>Whether the agent has a background sound, with which its audio can't come as fast as it is made. Default false.</summary>
    public bool HasBackgroundSound { get; init; }

    /// <summary>Time that a client has for <c>session_create</c>. Default 10 s.</summary>
    public TimeSpan CreateLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time without a valid event after which a conversation is ended. Default 120 s.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Time without a word of anybody after which the agent says good bye and hangs up. Default 240 s.</summary>
    public TimeSpan InactivityLimit { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>Life of a connection; none is documented. Default one day.</summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Time that the agent waits for a tool's result. Default 20 s.</summary>
    public TimeSpan ToolTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>When a turn's texts come: at the pace of its speech, before its audio, or after it. Default the first.</summary>
    public TextOrder Texts { get; init; } = TextOrder.AsSpoken;

    /// <summary>Pieces of audio that still come after <c>audio_output_clear</c>. Default 2.</summary>
    public int LateAudio { get; init; } = 2;

    /// <summary>Whether <c>turn_ended</c> never comes for the agent's turns. Default false.</summary>
    public bool NeverEndsTurns { get; init; }

    /// <summary>Whether events that no client knows are strewn in. Default false.</summary>
    public bool SendsUnknownEvents { get; init; }
}
