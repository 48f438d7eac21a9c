namespace Connectors.Core.Tenancy;

/// <summary>What of a tenant the operator decides; null leaves what is there, or the default.</summary>
/// <param name="Name">Its name, 1 to 100 characters.</param>
/// <param name="Quotas">What it may have and do at once.</param>
/// <param name="IsSuspended">Whether its keys are refused.</param>
/// <param name="MetricsGroup">By what it is measured: 1 to 32 lower-case letters, digits and dashes; empty for none.</param>
public sealed record TenantDraft(string? Name, QuotasChange? Quotas, bool? IsSuspended, string? MetricsGroup = null)
{
    private const int LongestGroup = 32;

    internal IEnumerable<FieldError> Errors(bool isNew)
    {
        if ((isNew || Name is not null) && FieldError.UnlessLength("name", Name, 1, 100) is { } name)
        {
            yield return name;
        }

        if (MetricsGroup is { } group && (group.Length > LongestGroup || !group.All(IsOfGroup)))
        {
            yield return new("metrics_group", $"Must be up to {LongestGroup} of a to z, 0 to 9 and -; empty for none.");
        }

        foreach (var error in Quotas?.ApplyTo(new()).Errors() ?? [])
        {
            yield return error.Under("quotas");
        }
    }

    /// <summary>The group after the change.</summary>
    /// <param name="old">The one before it.</param>
    internal string? GroupAfter(string? old) => MetricsGroup switch
    {
        null => old,
        "" => null,
        { } chosen => chosen,
    };

    private static bool IsOfGroup(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
}
