using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Outgoing;
using Connectors.Validation;

namespace Connectors.Core.Rooms.Projects;

/// <summary>Reads credentials of tenants' own LiveKit projects, and has them checked.</summary>
/// <param name="servers">The servers.</param>
/// <param name="urls">Judges addresses that tenants name.</param>
/// <param name="hosts">Where rooms may be.</param>
public sealed class RoomProjects(IRoomServers servers, UrlRules urls, RoomHostRules hosts)
{
    /// <summary>Judges addresses that tenants name.</summary>
    public UrlRules Urls => urls;

    /// <summary>Reads a credential's value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="project">The project; null if it can't be used.</param>
    /// <param name="problem">What is wrong, in a sentence without key and secret; or null.</param>
    public bool TryRead(Secret value, [NotNullWhen(true)] out LiveKitProject? project, [NotNullWhen(false)] out string? problem)
    {
        project = null;
        if (!LiveKitProject.TrySplit(value, out var address, out var key, out var secret, out problem)
            || !urls.TryRead(address, UrlKind.Socket, out var url, out problem))
        {
            return false;
        }

        problem = hosts.Refusal(url);
        project = problem is null ? new(url, key, secret) : null;
        return project is not null;
    }

    /// <summary>Checks a credential.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ValidationReport> CheckAsync(Secret value, CancellationToken cancellationToken) =>
        TryRead(value, out var project, out var problem)
            ? await servers.CheckAsync(project, cancellationToken)
            : new([new(FindingSeverity.Error, "bad-project", "secret", problem)], Facts: null);
}
