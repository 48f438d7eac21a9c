using System.Text.Json;

namespace Connectors.Core.Avatars;

/// <summary>
/// The calls of LiveAvatar's REST API that a session needs (facts/liveavatar.md §1). Nothing is thrown for what the
/// service answers: failures are data.
/// </summary>
public interface ILiveAvatarApi
{
    /// <summary><c>POST /v1/sessions/token</c>: reserves a session; billing begins with the start.</summary>
    /// <param name="credential">API key of the tenant's LiveAvatar account.</param>
    /// <param name="request">Avatar, quality, room.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AvatarResult<AvatarSessionToken>> CreateTokenAsync(
        Secret credential, AvatarSessionRequest request, CancellationToken cancellationToken);

    /// <summary><c>POST /v1/sessions/start</c> with the session's token.</summary>
    /// <param name="token">What <see cref="CreateTokenAsync"/> returned.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AvatarResult<AvatarSession>> StartAsync(AvatarSessionToken token, CancellationToken cancellationToken);

    /// <summary><c>POST /v1/sessions/stop</c>; a session that is over already counts as stopped.</summary>
    /// <param name="credential">API key of the tenant's LiveAvatar account: the session's token may have run out.</param>
    /// <param name="sessionId">LiveAvatar's id of the session.</param>
    /// <param name="reason">A value of <c>SessionEndReasonEnum</c>, such as <c>USER_CLOSED</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AvatarResult<bool>> StopAsync(
        Secret credential, string sessionId, string reason, CancellationToken cancellationToken);

    /// <summary><c>POST /v1/sessions/keep-alive</c>.</summary>
    /// <param name="credential">API key of the tenant's LiveAvatar account.</param>
    /// <param name="sessionId">LiveAvatar's id of the session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AvatarResult<bool>> KeepAliveAsync(Secret credential, string sessionId, CancellationToken cancellationToken);

    /// <summary><c>GET /v1/users/credits</c>: what the account has left; also the cheapest check of a key.</summary>
    /// <param name="credential">API key of the tenant's LiveAvatar account.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AvatarResult<decimal>> GetCreditsAsync(Secret credential, CancellationToken cancellationToken);

    /// <summary>Any reading call that is passed through as it is.</summary>
    /// <param name="credential">API key of the tenant's LiveAvatar account.</param>
    /// <param name="path">Path and query below the API's address, such as <c>v1/avatars?page=2</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The envelope's <c>data</c>.</returns>
    Task<AvatarResult<JsonElement>> GetAsync(Secret credential, string path, CancellationToken cancellationToken);
}
