namespace Connectors.Core.Tenancy;

/// <summary>What of a tenant the operator decides; null leaves what is there, or the default.</summary>
/// <param name="Name">Its name, 1 to 100 characters.</param>
/// <param name="Quotas">What it may have and do at once.</param>
/// <param name="IsSuspended">Whether its keys are refused.</param>
public sealed record TenantDraft(string? Name, QuotasChange? Quotas, bool? IsSuspended)
{
    internal IEnumerable<FieldError> Errors(bool isNew)
    {
        if ((isNew || Name is not null) && FieldError.UnlessLength("name", Name, 1, 100) is { } name)
        {
            yield return name;
        }

        foreach (var error in Quotas?.ApplyTo(new()).Errors() ?? [])
        {
            yield return error.Under("quotas");
        }
    }
}
