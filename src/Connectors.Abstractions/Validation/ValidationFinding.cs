namespace Connectors.Validation;

/// <summary>One thing that is wrong or could be better.</summary>
/// <param name="Severity">Whether it stops sessions.</param>
/// <param name="Code">Kebab-case, stable.</param>
/// <param name="Field">JSON name of the setting it concerns, <c>secret</c>, or the provider's own field.</param>
/// <param name="Message">What is wrong, whose fault it is and what to do about it.</param>
public sealed record ValidationFinding(FindingSeverity Severity, string Code, string Field, string Message);
