namespace Connectors.Providers.OpenAI.Settings;

/// <summary>How OpenAI hears where the user's turns begin and end. Null leaves a value to OpenAI.</summary>
internal sealed record TurnDetectionSettings
{
    /// <summary><c>server_vad</c>, <c>semantic_vad</c> or <c>none</c> (the client commits its audio itself).</summary>
    public string Type { get; init; } = OpenAIRealtimeNames.ServerVad;

    /// <summary>0 to 1, <c>server_vad</c> only.</summary>
    public double? Threshold { get; init; }

    /// <summary>Milliseconds, <c>server_vad</c> only.</summary>
    public int? PrefixPaddingMs { get; init; }

    /// <summary>Milliseconds, <c>server_vad</c> only.</summary>
    public int? SilenceDurationMs { get; init; }

    /// <summary>5,000 to 30,000 ms without speech until the agent speaks up, <c>server_vad</c> only.</summary>
    public int? IdleTimeoutMs { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or <c>auto</c>, <c>semantic_vad</c> only.</summary>
    public string? Eagerness { get; init; }

    /// <summary>Whether the agent answers by itself when the user stops.</summary>
    public bool CreateResponse { get; init; } = true;

    /// <summary>Whether the user's voice stops the agent.</summary>
    public bool InterruptResponse { get; init; } = true;

    /// <summary>Whether OpenAI detects turns at all.</summary>
    internal bool IsOn => Type != OpenAIRealtimeNames.NoTurnDetection;
}
