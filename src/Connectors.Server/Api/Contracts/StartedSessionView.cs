using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;

namespace Connectors.Server.Api.Contracts;

/// <summary>A session that was started: what a browser needs, and nothing that it must not have.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="LivekitUrl">The room's server; null where the room is your own.</param>
/// <param name="LivekitClientToken">Token for the user; null where the room is your own.</param>
/// <param name="MaxSessionDuration">LiveAvatar's own limit in seconds, where it told one.</param>
/// <param name="CreatedAt">When it was asked for.</param>
internal sealed record StartedSessionView(
    string Id, SessionState State, Uri? LivekitUrl, string? LivekitClientToken, int? MaxSessionDuration, DateTimeOffset CreatedAt)
{
    public static StartedSessionView From(StartedSession session) => new(
        session.Id,
        session.State,
        session.Access.RoomUrl,
        session.Access.UserToken,
        session.Access.MaximumDuration is { } duration ? (int)duration.TotalSeconds : null,
        session.CreatedAt);

    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
