namespace Connectors;

/// <summary>How detailed a provider's transcript is.</summary>
public enum TranscriptKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Whole utterances.</summary>
    Final,

    /// <summary>Provisional text too, replaced by the final one.</summary>
    Interim,
}
