namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Whether and how an error event comes before a close.</summary>
internal enum ErrorShape
{
    /// <summary>None comes.</summary>
    None,

    /// <summary>Inside <c>error_event</c>, as documented.</summary>
    Nested,

    /// <summary>At top level, as also seen (elevenlabs/packages#911).</summary>
    Flat,
}
