namespace Connectors;

/// <summary>How exactly an agent says a given text.</summary>
public enum SayKind
{
    /// <summary>It can't be told what to say.</summary>
    None,

    /// <summary>The model is asked to say it, and may deviate.</summary>
    Instructed,

    /// <summary>It says exactly this.</summary>
    Verbatim,
}
