using Connectors.Validation;

namespace Connectors.Core.Tenancy;

/// <summary>Why something that was asked for isn't done; data, not an exception.</summary>
/// <param name="Kind">Which of the ways.</param>
/// <param name="Message">What is wrong and whose fault it is; holds no secret.</param>
public sealed record Refusal(RefusalKind Kind, string Message)
{
    /// <summary>With <see cref="RefusalKind.Invalid"/>: every member that is wrong.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>What the provider said, where it was asked.</summary>
    public IReadOnlyList<ValidationFinding> Findings { get; init; } = [];

    /// <summary>When it is worth trying again, where that can be told.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>There is no such thing, or it belongs to somebody else.</summary>
    /// <param name="what">What was asked for, such as <c>credential</c>.</param>
    public static Refusal NotFound(string what) => new(RefusalKind.NotFound, $"There is no such {what}.");

    /// <summary>Members are wrong.</summary>
    /// <param name="errors">Which, and why.</param>
    public static Refusal Invalid(params IReadOnlyList<FieldError> errors) =>
        new(RefusalKind.Invalid, errors.Count == 1 ? $"{errors[0].Field}: {errors[0].Message}" : "Several members are wrong.")
        {
            Errors = errors,
        };

    /// <summary>Somebody else has changed it meanwhile.</summary>
    /// <param name="what">What was to be changed.</param>
    public static Refusal Changed(string what) => new(
        RefusalKind.Changed, $"The {what} was changed by somebody else meanwhile: read it again and repeat the change.");

    /// <summary>The provider was asked and refused, or couldn't be asked.</summary>
    /// <param name="what">What it was asked about, such as <c>credential</c>.</param>
    /// <param name="report">What it said.</param>
    internal static Refusal ByProvider(string what, ValidationReport report)
    {
        var errors = report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        var refused = errors.Find(error => !CredentialChecks.IsUnanswered(error));
        return refused is null
            ? new(RefusalKind.ProviderUnreachable, $"The {what} could not be checked: {errors[0].Message}") { Findings = report.Findings }
            : new(RefusalKind.ProviderRefused, $"The {what} was refused: {refused.Message}") { Findings = report.Findings };
    }
}
