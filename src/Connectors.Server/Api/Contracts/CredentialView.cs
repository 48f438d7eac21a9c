using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Contracts;

/// <summary>A credential, without its value.</summary>
internal sealed record CredentialView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required string Fingerprint { get; init; }

    public required CredentialState State { get; init; }

    public required IReadOnlyList<FindingView> Findings { get; init; }

    public required int? MaximumConcurrency { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? RotatedAt { get; init; }

    public required DateTimeOffset? CheckedAt { get; init; }

    /// <summary>How a credential is shown.</summary>
    public static Func<Credential, CredentialView> With(CredentialFingerprints fingerprints) =>
        credential => From(credential, fingerprints);

    private static CredentialView From(Credential credential, CredentialFingerprints fingerprints) => new()
    {
        Id = credential.Id,
        Name = credential.Name,
        Kind = credential.Kind,
        Fingerprint = fingerprints.Of(credential),
        State = credential.State,
        Findings = [.. credential.Findings.Select(FindingView.From)],
        MaximumConcurrency = credential.MaximumConcurrency,
        CreatedAt = credential.CreatedAt,
        RotatedAt = credential.RotatedAt,
        CheckedAt = credential.CheckedAt,
    };
}
