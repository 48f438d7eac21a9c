using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>How the stand-in of a tenant's own agent behaves. Every mistake that a real one may make is a switch.</summary>
internal sealed record CustomAgentSwitches : AgentSwitches
{
    /// <summary>Creates the defaults; binary messages know nothing of samples, so they may cut one.</summary>
    public CustomAgentSwitches()
        : base("sandbox-custom-key") => Pace = new();

    /// <summary>Subprotocol that it chooses; null for none.</summary>
    public string? Subprotocol { get; init; } = CustomAgentSandbox.Protocol;

    /// <summary>A text message in place of <c>ready</c>, or null.</summary>
    public string? InsteadOfReady { get; init; }

    /// <summary>Close status in place of <c>ready</c>; 0 for none. Default 0.</summary>
    public int CloseAtStart { get; init; }

    /// <summary>Rate in which it hears, in Hz; 0 for the one that is asked for. Default 0.</summary>
    public int InputRate { get; init; }

    /// <summary>Rate in which it speaks, in Hz; 0 for the one that is asked for. Default 0.</summary>
    public int OutputRate { get; init; }

    /// <summary>Whether it can only hear and speak: all capabilities are off. Default false.</summary>
    public bool IsBare { get; init; }

    /// <summary>How it goes on: <c>none</c>, <c>replay</c> or <c>token</c>. Default <c>replay</c>.</summary>
    public string Resume { get; init; } = "replay";

    /// <summary>Whether it knows none of its tokens any more. Default false.</summary>
    public bool ForgetsTokens { get; init; }

    /// <summary>Life of a connection. Default 2 hours.</summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Pieces of audio that still come after an interruption. Default 2.</summary>
    public int LateAudio { get; init; } = 2;

    /// <summary>Whether it never ends a turn. Default false.</summary>
    public bool NeverEndsTurns { get; init; }

    /// <summary>How often it sends a malformed message after <c>ready</c>. Default 0.</summary>
    public int MalformedMessages { get; init; }

    /// <summary>Whether messages that nobody knows are strewn in. Default false.</summary>
    public bool SendsUnknownMessages { get; init; }
}
