namespace Connectors.Sandbox.ElevenLabs;

/// <summary>What goes wrong. Nothing, by default.</summary>
internal sealed record ElevenLabsFaults
{
    /// <summary>Answer to <c>get-signed-url</c>.</summary>
    public RestFault? SignedUrl { get; init; }

    /// <summary>Answer to <c>user</c> and <c>user/subscription</c>.</summary>
    public RestFault? User { get; init; }

    /// <summary>Answer to <c>agents</c>.</summary>
    public RestFault? Agent { get; init; }

    /// <summary>Answer to <c>text-to-speech</c>.</summary>
    public RestFault? Speech { get; init; }

    /// <summary>Whether speech breaks off in its middle, without its end.</summary>
    public bool SpeechBreaks { get; init; }

    /// <summary>HTTP status with which the WebSocket upgrade is refused.</summary>
    public int? UpgradeStatus { get; init; }

    /// <summary>Whether the metadata never comes.</summary>
    public bool NoMetadata { get; init; }

    /// <summary>An end that comes by itself.</summary>
    public ScheduledClose? Close { get; init; }

    /// <summary>Error event before closes.</summary>
    public ErrorShape ErrorShape { get; init; } = ErrorShape.Nested;

    /// <summary>When a refused override ends the conversation.</summary>
    public RefusalMoment OverrideRefusal { get; init; } = RefusalMoment.AfterMetadata;

    /// <summary>Whether unknown events come, and unknown members in known ones.</summary>
    public bool UnknownEvents { get; init; }

    /// <summary>Bytes of one oversized message after the metadata; 0 for none.</summary>
    public int HugeMessageBytes { get; init; }
}
