namespace Connectors.Core.Transcripts;

/// <summary>How certain a segment's text is.</summary>
public enum TranscriptState
{
    /// <summary>It may still change or grow.</summary>
    Interim,

    /// <summary>What was said.</summary>
    Final,

    /// <summary>The agent was cut; the text is our estimate of what was heard.</summary>
    Interrupted,

    /// <summary>The provider told what was heard.</summary>
    Corrected,
}
