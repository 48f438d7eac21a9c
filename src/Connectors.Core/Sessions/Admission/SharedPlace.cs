using System.Globalization;

namespace Connectors.Core.Sessions.Admission;

/// <summary>A session's place among those of all nodes.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Token">
/// Tells this place from an earlier or later one of the same session. One that was taken over begins with its epoch and a point.
/// </param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="CredentialId">The credential that it uses, or null: none that is limited.</param>
public sealed record SharedPlace(string SessionId, string Token, string TenantId, string? CredentialId)
{
    /// <summary>A place for a start.</summary>
    internal static SharedPlace ForStart(AdmissionRequest request) => Of(request, $"{Guid.NewGuid():N}");

    /// <summary>A place of a session that has begun, which counts for more than that of its start.</summary>
    internal static SharedPlace ForTakeover(AdmissionRequest request) =>
        Of(request, string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, request.Epoch)}.{Guid.NewGuid():N}"));

    /// <summary>The session only.</summary>
    public override string ToString() => SessionId;

    private static SharedPlace Of(AdmissionRequest request, string token) =>
        new(request.SessionId, token, request.TenantId, request.Credential?.CredentialId);
}
