using Connectors.Core.Avatars;
using Connectors.Core.Rooms.Projects;
using Connectors.Validation;

namespace Connectors.Core.Tenancy;

/// <summary>Asks providers and LiveAvatar whether they accept a credential.</summary>
/// <param name="connectors">The connectors there are.</param>
/// <param name="avatars">LiveAvatar.</param>
/// <param name="projects">LiveKit projects of tenants' own.</param>
public sealed class CredentialChecks(ConnectorCatalog connectors, ILiveAvatarApi avatars, RoomProjects projects)
{
    private readonly Dictionary<string, IConnector> _connectors = connectors.All
        .GroupBy(connector => connector.Description.CredentialKind, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>The kinds of credential that something here can use.</summary>
    public IReadOnlyCollection<string> Kinds =>
        [Credential.LiveAvatarKind, Credential.LiveKitKind, .. _connectors.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Asks.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ValidationReport> CheckAsync(string kind, Secret value, CancellationToken cancellationToken) => kind switch
    {
        Credential.LiveAvatarKind => await CheckLiveAvatarAsync(value, cancellationToken),
        Credential.LiveKitKind => await projects.CheckAsync(value, cancellationToken),
        _ => await _connectors[kind].ValidateCredentialAsync(value, cancellationToken),
    };

    /// <summary>Whether a finding says that the provider could not be asked, rather than what it answered.</summary>
    internal static bool IsUnanswered(ValidationFinding finding) =>
        finding.Code is "unreachable" or "no-answer" or "provider-failed" or "rate-limited";

    private async Task<ValidationReport> CheckLiveAvatarAsync(Secret value, CancellationToken cancellationToken)
    {
        var answer = await avatars.GetCreditsAsync(value, cancellationToken);
        return answer.Failure switch
        {
            null when answer.Value < 1 => Report(
                FindingSeverity.Warning, "no-credits", "The LiveAvatar account has no credits left; sessions will be refused."),
            null => new([], null),
            { Kind: AvatarFailureKind.Unauthorized } => Report(
                FindingSeverity.Error, "key-refused",
                "LiveAvatar refused the API key. Keys of api.heygen.com do not work here: make one at app.liveavatar.com."),
            { Kind: AvatarFailureKind.NoCredits } failure => Report(FindingSeverity.Warning, "no-credits", failure.Message),
            { } failure => Report(FindingSeverity.Warning, "unreachable", $"LiveAvatar could not be asked: {failure.Message}"),
        };
    }

    private static ValidationReport Report(FindingSeverity severity, string code, string message) =>
        new([new(severity, code, "secret", message)], Facts: null);
}
