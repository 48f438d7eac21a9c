using Connectors.Core.Records;

namespace Connectors.Core.Tenancy;

/// <summary>An API key as the operator wants it.</summary>
/// <param name="TenantId">Whose; <see cref="RecordKey.Operator"/> for the operator's own.</param>
/// <param name="Name">What its owner calls it, 1 to 100 characters.</param>
/// <param name="Scope">What it may be used for.</param>
/// <param name="ExpiresAt">When it stops working, or null.</param>
public sealed record ApiKeyDraft(string TenantId, string? Name, ApiScope Scope, DateTimeOffset? ExpiresAt)
{
    internal IEnumerable<FieldError> Errors(DateTimeOffset now)
    {
        if (FieldError.UnlessLength("name", Name, 1, 100) is { } name)
        {
            yield return name;
        }

        if (Scope == ApiScope.Operator != (TenantId.Length == 0))
        {
            yield return new("scope", "A tenant's key has the scope read, sessions or admin; the operator's has operator.");
        }

        if (ExpiresAt <= now)
        {
            yield return new("expires_at", "Must be in the future.");
        }
    }
}
