using System.Globalization;

namespace Connectors.Core.Tenancy;

/// <summary>What is wrong with one member of what somebody sent.</summary>
/// <param name="Field">Path of the member, such as <c>quotas.sessions_at_once</c>.</param>
/// <param name="Message">What is wrong with it, and what would be right.</param>
public sealed record FieldError(string Field, string Message)
{
    /// <summary>Checks a number.</summary>
    /// <param name="field">Path of the member.</param>
    /// <param name="value">Its value.</param>
    /// <param name="lowest">The least it may be.</param>
    /// <param name="highest">The most it may be.</param>
    public static FieldError? UnlessIn(string field, long value, long lowest, long highest) =>
        value >= lowest && value <= highest
            ? null
            : new(field, string.Create(CultureInfo.InvariantCulture, $"Must be {lowest} to {highest}, not {value}."));

    /// <summary>Checks a text: its length, and that it has no control characters but line breaks and tabs.</summary>
    /// <param name="field">Path of the member.</param>
    /// <param name="value">Its value.</param>
    /// <param name="shortest">Fewest characters.</param>
    /// <param name="longest">Most characters.</param>
    public static FieldError? UnlessLength(string field, string? value, int shortest, int longest)
    {
        if (value is null)
        {
            return new(field, "Is required.");
        }

        if (value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            return new(field, "Must have no control characters.");
        }

        return value.Length >= shortest && value.Length <= longest && (shortest == 0 || !string.IsNullOrWhiteSpace(value))
            ? null
            : new(field, string.Create(CultureInfo.InvariantCulture, $"Must have {shortest} to {longest} characters, not only spaces."));
    }

    /// <summary>The same error of a member one level further down.</summary>
    /// <param name="parent">Path of the parent.</param>
    public FieldError Under(string parent) => this with { Field = $"{parent}.{Field}" };
}
