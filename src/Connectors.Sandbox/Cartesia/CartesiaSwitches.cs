using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Cartesia;

/// <summary>How the stand-in of Cartesia Line behaves. Every fault that a real one may show is a switch.</summary>
internal sealed record CartesiaSwitches() : AgentSwitches("sandbox-cartesia-key")
{
    /// <summary>The only agent it has.</summary>
    public string AgentId { get; init; } = "agent_sandbox";

    /// <summary>Whether it sends something that is no JSON before <c>ack</c>. Default false.</summary>
    public bool IsUnreadableAtStart { get; init; }

    /// <summary>Close in place of <c>ack</c>, or null.</summary>
    public CallClose? CloseAtStart { get; init; }

    /// <summary>Format that the call gets, whatever was asked for, or null.</summary>
    public string? ForcedFormat { get; init; }

    /// <summary>
    /// Time without a message after which a call is ended. Default 180 s. Pings count at Cartesia but can't be seen here.
    /// </summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Pieces of audio that still come after <c>clear</c>. Default 2.</summary>
    public int LateAudio { get; init; } = 2;

    /// <summary>What the agent says of why it ended the call, or null.</summary>
    public string? EndReason { get; init; }

    /// <summary>Whether the agent wants to transfer every call to a telephone. Default false.</summary>
    public bool TransfersCalls { get; init; }

    /// <summary>Whether events that no client knows are strewn in. Default false.</summary>
    public bool SendsUnknownEvents { get; init; }
}
