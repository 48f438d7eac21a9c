using Connectors.Core.Records;

namespace Connectors.Core.Tenancy;

/// <summary>Credentials as other things name them: by id, and of the kind that they need.</summary>
/// <param name="credentials">Where they are kept.</param>
internal sealed class CredentialReferences(RecordSet<Credential> credentials)
{
    /// <summary>What is wrong with a member that names no credential of the kind.</summary>
    public static FieldError Missing(string field, string kind) => new(field, $"There is no such credential of the kind {kind}.");

    /// <summary>Finds the one that is named; null: there is none, or it is of another kind.</summary>
    public async Task<Credential?> FindAsync(string tenantId, string? id, string kind, CancellationToken cancellationToken) =>
        id is not null && await credentials.FindAsync(tenantId, id, cancellationToken) is { Value: var credential }
            && credential.Kind == kind
            ? credential
            : null;

    /// <summary>
    /// Writes it anew along with what names it, so that a deletion of the credential at the same moment is noticed by one of the two.
    /// </summary>
    public async Task<Outcome<RecordWrite>?> HoldAsync(string tenantId, string id, string field, CancellationToken cancellationToken) =>
        await credentials.FindAsync(tenantId, id, cancellationToken) is { } credential
            ? await credentials.ReplaceAsync(credential, cancellationToken)
            : Refusal.Invalid(new FieldError(field, "The credential was deleted meanwhile."));
}
