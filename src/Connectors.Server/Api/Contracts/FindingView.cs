using Connectors.Validation;

namespace Connectors.Server.Api.Contracts;

/// <summary>One thing that a provider or our own check found.</summary>
/// <param name="Severity">Information, warning or error.</param>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Field">What it concerns.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
internal sealed record FindingView(FindingSeverity Severity, string Code, string Field, string Message)
{
    public static FindingView From(ValidationFinding finding) => new(finding.Severity, finding.Code, finding.Field, finding.Message);
}
