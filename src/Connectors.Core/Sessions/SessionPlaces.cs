using Connectors.Core.Avatars;
using Connectors.Core.Rooms;

namespace Connectors.Core.Sessions;

/// <summary>Finds out where a session takes place, and whether we can go there.</summary>
internal sealed class SessionPlaces(
    SessionEnvironment environment, SessionSpecification session, AvatarLease lease, ISessionObserver observer)
{
    // Judged before anything is started; LiveAvatar's own room is known only afterwards.
    private Uri? NamedRoom => session.Source switch
    {
        RoomSource.GivenRoom given => given.Url,
        RoomSource.OwnLiveKitRoom own => own.Url,
        _ => session.Avatar.LiveKit?.Url,
    };

    public async Task<(SessionPlace? Place, SessionStart? Failure)> FindAsync(CancellationToken cancellationToken)
    {
        var (place, failure) = await LookAsync(cancellationToken);
        failure ??= place is null ? null : Refusal(place);
        return failure is null ? (place, null) : (null, failure);
    }

    /// <summary>Where a session takes place that another process began; null: it can't be gone to any more.</summary>
    public SessionPlace? FindAgain(SessionRecord record)
    {
        var place = record switch
        {
            { Room: RoomSource.LiveAvatarRoom, AvatarSession: { } avatar } => PlaceOf(avatar).Place,
            { Room: RoomSource.GivenRoom given } => PlaceOf(given),
            { Room: RoomSource.OwnLiveKitRoom own, AvatarSession: { } avatar } => PlaceOf(own, avatar).Place,
            { Room: RoomSource.OwnAgoraChannel, AvatarSession: { } avatar } => PlaceOfAgora(avatar).Place,
            _ => null,
        };
        return place is not null && Refusal(place) is null ? place : null;
    }

    private async Task<(SessionPlace? Place, SessionStart? Failure)> LookAsync(CancellationToken cancellationToken)
    {
        if (HostRefusal(NamedRoom) is { } unwanted)
        {
            return Failed(SessionEnd.For(SessionEndReasons.RoomHostRefused), unwanted);
        }

        switch (session.Source)
        {
            case RoomSource.LiveAvatarRoom:
                return await StartAsync(session.Avatar, PlaceOf, cancellationToken);
            case RoomSource.GivenRoom given:
                await lease.WriteDownAsync(cancellationToken);
                return (PlaceOf(given), null);
            case RoomSource.OwnLiveKitRoom own when PassesOf(own) is { } passes:
                return await StartAsync(passes.AvatarRequest(), avatar => PlaceOf(own, avatar), cancellationToken);
            case RoomSource.OwnAgoraChannel own:
                return await StartAsync(session.Avatar with { Agora = own.Channel }, PlaceOfAgora, cancellationToken);
            default:
                return Failed(
                    SessionEnd.For(SessionEndReasons.AvatarMisconfigured), $"A room of the kind {session.Source} is not supported here.");
        }
    }

    private async Task<(SessionPlace? Place, SessionStart? Failure)> StartAsync(
        AvatarSessionRequest request,
        Func<AvatarSession, (SessionPlace? Place, SessionStart? Failure)> place,
        CancellationToken cancellationToken)
    {
        var started = await lease.StartAsync(request, cancellationToken);
        return started.Value is { } avatar
            ? place(avatar)
            : Failed(SessionEndCauses.From(started.Failure!.Kind), started.Failure.Message, started.Failure.RetryAfter);
    }

    private OwnRoomPasses? PassesOf(RoomSource.OwnLiveKitRoom own) =>
        environment.RoomServers is { } servers ? new(servers, session, own) : null;

    private (SessionPlace? Place, SessionStart? Failure) PlaceOf(RoomSource.OwnLiveKitRoom own, AvatarSession avatar) =>
        avatar.SocketUrl is { } socket && PassesOf(own) is { } passes
            ? (passes.Place(socket, avatar.MaximumDuration), null)
            : NoSocket();

    // Agora's SDK is closed: the avatar is there, we are not.
    private (SessionPlace? Place, SessionStart? Failure) PlaceOfAgora(AvatarSession avatar) => avatar.SocketUrl is { } socket
        ? (new(null, socket, new(session.Id, null, null, avatar.MaximumDuration)), null)
        : NoSocket();

    private SessionPlace PlaceOf(RoomSource.GivenRoom given) =>
        new(new(given.Url, given.AgentToken), given.SocketUrl, new(session.Id, null, null, null));

    // Nullable in LiveAvatar's schema, but nothing works without them (facts/liveavatar.md §1.6). In a room of the tenant's own
    // it has a token for the avatar alone: ours came with the request, and the user's is the tenant's business.
    private (SessionPlace? Place, SessionStart? Failure) PlaceOf(AvatarSession avatar) =>
        session.Avatar.LiveKit is { AgentToken: { } own } room && avatar.SocketUrl is { } media
            ? (new(new(room.Url, own), media, new(session.Id, null, null, avatar.MaximumDuration)), null)
        : avatar is { LiveKitUrl: { } url, AgentToken: { } token, SocketUrl: { } socket }
            ? (new(new(url, token), socket, new(session.Id, url, avatar.ClientToken, avatar.MaximumDuration)), null)
            : NoSocket();

    private static (SessionPlace? Place, SessionStart? Failure) NoSocket() => Failed(
        SessionEnd.For(SessionEndReasons.AvatarFailed),
        "LiveAvatar started the session but did not tell its room, the agent's token or the avatar's socket.");

    private static (SessionPlace? Place, SessionStart? Failure) Failed(SessionEnd end, string message, TimeSpan? retryAfter = null) =>
        (null, new(null, end, message, retryAfter));

    private SessionStart? Refusal(SessionPlace place) =>
        place.Room is not { } room ? null
        : HostRefusal(room.Url) is { } unlisted ? new(null, SessionEnd.For(SessionEndReasons.RoomHostNotListed), unlisted)
        : CheckToken(room.Token, out var problem) is { } refused ? new(null, refused, problem)
        : null;

    private string? HostRefusal(Uri? room) => room is null ? null : environment.RoomHosts.Refusal(room);

    private SessionEnd? CheckToken(string token, out string message)
    {
        message = string.Empty;
        if (!RoomToken.TryRead(token, out var grants, out var problem))
        {
            message = problem;
            return SessionEnd.For(SessionEndReasons.RoomTokenInvalid);
        }

        if (grants.IsExpired(environment.Bridges.Time.GetUtcNow()))
        {
            message = "The agent's room token has expired.";
            return SessionEnd.For(SessionEndReasons.RoomTokenExpired);
        }

        if (!grants.CanPublishData)
        {
            observer.OnEvent(new SessionEvent.Warning(
                "no-data-grant", "The agent's room token doesn't allow data messages: the page gets no events, only our API has them."));
        }

        return null;
    }
}
