namespace Connectors.Providers.ElevenLabs.Wire;

/// <summary>How a message is read.</summary>
internal enum IncomingKind
{
    /// <summary>No JSON object with a type.</summary>
    Malformed,

    /// <summary>Audio of the agent: without objects.</summary>
    Audio,

    /// <summary>To be answered before anything else.</summary>
    Ping,

    /// <summary>Everything else: as a document.</summary>
    Other,
}
