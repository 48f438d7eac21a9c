namespace Connectors.Sandbox.Agents;

/// <summary>Where a reply's audio comes from.</summary>
internal enum ReplyAudioKind
{
    /// <summary>The sandbox's voice speaks the text.</summary>
    Voice,

    /// <summary>A sine, so that a test can tell who is heard.</summary>
    Tone,

    /// <summary>A WAV file.</summary>
    File,

    /// <summary>None: a turn without audio.</summary>
    None,
}
