namespace Connectors.Core.Avatars;

/// <summary>A session started at LiveAvatar: the answer of <c>/v1/sessions/start</c>, each part nullable as there.</summary>
/// <param name="SessionId">LiveAvatar's id.</param>
/// <param name="SocketUrl"><c>ws_url</c>: a bearer secret.</param>
/// <param name="LiveKitUrl">Room server, where LiveAvatar provides the room.</param>
/// <param name="ClientToken">Token for the user's browser.</param>
/// <param name="AgentToken">Token for the agent: ours.</param>
/// <param name="MaximumDuration">LiveAvatar's own limit.</param>
public sealed record AvatarSession(
    string SessionId, Uri? SocketUrl, Uri? LiveKitUrl, string? ClientToken, string? AgentToken, TimeSpan? MaximumDuration)
{
    /// <summary>The id only.</summary>
    public override string ToString() => SessionId;
}
