namespace Connectors.Validation;

/// <summary>What checking a voice agent against its provider brought to light.</summary>
/// <param name="Findings">Everything found; empty if all is well.</param>
/// <param name="Facts">What is known of the agent, or null if the provider could not be asked.</param>
public sealed record ValidationReport(IReadOnlyList<ValidationFinding> Findings, AgentFacts? Facts)
{
    /// <summary>Whether a session may be started: no finding is an error.</summary>
    public bool IsUsable => Findings.All(finding => finding.Severity != FindingSeverity.Error);
}
