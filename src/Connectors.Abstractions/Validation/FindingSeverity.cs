namespace Connectors.Validation;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>It works, but not as well as it could.</summary>
    Warning,

    /// <summary>Sessions would fail.</summary>
    Error,
}
