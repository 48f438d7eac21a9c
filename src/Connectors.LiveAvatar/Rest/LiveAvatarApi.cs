using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.LiveAvatar.Rest;

/// <summary>
/// LiveAvatar's session calls. Which key goes where is theirs to decide: a token is minted with the API key only, a start
/// takes the session's token only, stop and keep-alive take either (facts/liveavatar.md §1.1); the API key is used for
/// those two, because the session's token may have run out.
/// </summary>
internal sealed class LiveAvatarApi(LiveAvatarHttp http, TimeProvider time) : ILiveAvatarApi
{
    private readonly ApiCaller _caller = new(http, time);

    public async Task<AvatarResult<AvatarSessionToken>> CreateTokenAsync(
        Secret credential, AvatarSessionRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(TokenBody.From(request), ApiJson.Default.TokenBody);
        var answer = await _caller.PostAsync("v1/sessions/token", KeyOf(credential), body, cancellationToken);
        return Read(answer, ReadToken);
    }

    public async Task<AvatarResult<AvatarSession>> StartAsync(AvatarSessionToken token, CancellationToken cancellationToken)
    {
        var bearer = new ApiAuthorization("Authorization", new AuthenticationHeaderValue("Bearer", token.Token).ToString(), token.Token);
        var answer = await _caller.PostAsync("v1/sessions/start", bearer, "{}"u8.ToArray(), cancellationToken);
        var result = Read(answer, data => ReadSession(data, token.SessionId));

        // Seen with a room of the tenant's own (facts/liveavatar.md §1.8); the answer itself doesn't say why.
        return result.Failure is { Status: 500 } failure
            ? new(null, failure with
            {
                Message = failure.Message + " In a room of your own, this is also the answer to an avatar token without canPublishData.",
            })
            : result;
    }

    public async Task<AvatarResult<bool>> StopAsync(
        Secret credential, string sessionId, string reason, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new(sessionId, reason), ApiJson.Default.StopBody);
        var answer = await _caller.PostAsync("v1/sessions/stop", KeyOf(credential), body, cancellationToken);
        return answer.Failure is { Kind: AvatarFailureKind.NotFound } ? Done() : Read(answer, static _ => Done());
    }

    public async Task<AvatarResult<bool>> KeepAliveAsync(
        Secret credential, string sessionId, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new(sessionId), ApiJson.Default.KeepAliveBody);
        var answer = await _caller.PostAsync("v1/sessions/keep-alive", KeyOf(credential), body, cancellationToken);
        return Read(answer, static _ => Done());
    }

    public async Task<AvatarResult<decimal>> GetCreditsAsync(Secret credential, CancellationToken cancellationToken)
    {
        var answer = await _caller.GetAsync("v1/users/credits", KeyOf(credential), cancellationToken);
        return Read(answer, ReadCredits);
    }

    public async Task<AvatarResult<JsonElement>> GetAsync(Secret credential, string path, CancellationToken cancellationToken)
    {
        var answer = await _caller.GetAsync(path, KeyOf(credential), cancellationToken);
        return Read<JsonElement>(answer, static data => new(data.Clone(), null));
    }

    private static AvatarResult<decimal> ReadCredits(JsonElement data)
    {
        // A number in the schema, a text in what some clients were seen to parse.
        var credits = data.Member("credits_left");
        return (credits.ValueKind == JsonValueKind.Number && credits.TryGetDecimal(out var number))
            || (credits.ValueKind == JsonValueKind.String
                && decimal.TryParse(credits.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out number))
            ? new(number, null)
            : new(0, ApiFailures.NotTheApi("the answer has no credits_left"));
    }

    private static ApiAuthorization KeyOf(Secret credential)
    {
        var key = credential.Reveal();
        return new("X-API-KEY", key, key);
    }

    private static AvatarResult<bool> Done() => new(true, null);

    private static AvatarResult<T> Read<T>(ApiAnswer answer, Func<JsonElement, AvatarResult<T>> read)
    {
        using (answer.Document)
        {
            return answer.Failure is { } failure ? new(default, failure) : read(answer.Data);
        }
    }

    private static AvatarResult<AvatarSessionToken> ReadToken(JsonElement data)
    {
        var id = data.Text("session_id");
        var token = data.Text("session_token");
        return id is null || token is null
            ? new(null, ApiFailures.NotTheApi("the answer has no session_id or session_token"))
            : new(new(id, token), null);
    }

    private static AvatarResult<AvatarSession> ReadSession(JsonElement data, string sessionId)
    {
        if (!Address(data, "ws_url", out var socket) || !Address(data, "livekit_url", out var room)
            || socket is { Scheme: not ("ws" or "wss") })
        {
            return new(null, ApiFailures.NotTheApi("ws_url or livekit_url isn't a WebSocket address"));
        }

        var seconds = data.Number("max_session_duration");
        return new(
            new(
                data.Text("session_id") ?? sessionId, socket, room, data.Text("livekit_client_token"), data.Text("livekit_agent_token"),
                seconds is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds.Value) : null),
            null);
    }

    private static bool Address(JsonElement data, string name, out Uri? address)
    {
        address = null;
        return data.Text(name) is not { Length: > 0 } text
            || (Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "ws" or "wss" or "http" or "https");
    }
}
