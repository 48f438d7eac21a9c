using Connectors.Core.Sessions.Desk;

namespace Connectors.Server.Api.Contracts;

/// <summary>How a session stands, as the live stream tells it.</summary>
/// <param name="Type">Always <c>session</c>.</param>
/// <param name="Session">The session.</param>
/// <param name="Responses">How long the user waited for the last answers, oldest first.</param>
internal sealed record LiveSessionView(string Type, SessionInfo Session, IReadOnlyList<LiveResponseView> Responses)
{
    public static LiveSessionView From(SessionView view) =>
        new("session", SessionInfo.From(view), [.. view.Responses.Select(LiveResponseView.From)]);
}
