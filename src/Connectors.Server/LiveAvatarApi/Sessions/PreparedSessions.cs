using System.Collections.Concurrent;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Server.LiveAvatarApi.Access;
using Connectors.Server.LiveAvatarApi.Wire;

namespace Connectors.Server.LiveAvatarApi.Sessions;

/// <summary>
/// Sessions that tokens were made for, and their starts. However often and however many at once ask with the same token, the
/// session starts once, and all get the same room.
/// </summary>
internal sealed class PreparedSessions(
    PreparedRecords records, SessionDesk desk, ISessionHost host, LiveAvatarApiOptions options, TimeProvider time)
{
    // What is left of a session after its longest time: its end, and pages that ask once more.
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Lazy<Task<PreparedStart>>> _starting = new(StringComparer.Ordinal);

    /// <summary>Keeps a session for its start.</summary>
    /// <param name="tenantId">Whose it is.</param>
    /// <param name="request">What it shall be.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<PreparedSession> AddAsync(string tenantId, TokenRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = new PreparedSession
        {
            Id = desk.NewId(),
            TenantId = tenantId,
            CreatedAt = now,
            ForgottenAt = now + options.TokenLifetime,
            VoiceAgentId = request.VoiceAgentId,
            Agent = request.Agent,
            DynamicVariables = request.DynamicVariables,
            Avatar = request.Avatar,
        };
        await records.AddAsync(session, cancellationToken);
        return session;
    }

    /// <summary>Starts the session of a token, or tells again how it was started.</summary>
    /// <param name="page">Who asks.</param>
    public async Task<PreparedStart> StartAsync(SessionCaller page)
    {
        var id = page.Claims.SessionId;
        var start = _starting.GetOrAdd(id, _ => new(() => StartOnceAsync(page)));
        try
        {
            return await start.Value;
        }
        finally
        {
            _starting.TryRemove(new(id, start));
        }
    }

    // Not given up when its page is: the page that is being reloaded comes back for it. Without a user it ends by itself.
    private async Task<PreparedStart> StartOnceAsync(SessionCaller page)
    {
        using var limit = new CancellationTokenSource(options.StartLimit, time);
        try
        {
            return await StartAsync(page, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return TooSlow();
        }
    }

    private async Task<PreparedStart> StartAsync(SessionCaller page, CancellationToken cancellationToken)
    {
        var (tenantId, id) = (page.Caller.TenantId, page.Claims.SessionId);
        var prepared = await records.FindAsync(tenantId, id, cancellationToken);
        var known = await desk.FindAsync(tenantId, id, cancellationToken);
        if (known?.State is SessionState.Starting or SessionState.Live && prepared?.Value.Answer is { } answer)
        {
            return new(answer, null);
        }

        // The host also knows those whose start was refused before there was anything to write down.
        if (known is not null || await host.FindAsync(id, cancellationToken) is not null)
        {
            return Refused(StatusCodes.Status404NotFound, AnswerCode.NotFound, "The session has ended: ask for a new token.");
        }

        if (prepared is null || page.Claims.ExpiresAt <= time.GetUtcNow())
        {
            return Refused(StatusCodes.Status401Unauthorized, AnswerCode.TokenExpired, "Session token has expired: ask for a new one.");
        }

        var request = RequestOf(prepared.Value);
        var started = await desk.StartAsync(page.Caller, request, cancellationToken);
        return started.IsDone
            ? await KeepAsync(prepared, request, started.Value.Access)
            : cancellationToken.IsCancellationRequested ? TooSlow()
            : new(null, Refusals.OfStart(started.Refusal));
    }

    private async Task<PreparedStart> KeepAsync(Stored<PreparedSession> prepared, SessionRequest request, UserAccess access)
    {
        var answer = new PreparedAnswer(
            access.RoomUrl?.OriginalString, access.UserToken, (int?)access.MaximumDuration?.TotalSeconds);
        var kept = prepared.Value with
        {
            Answer = answer,
            ForgottenAt = time.GetUtcNow() + request.Limits!.MaximumDuration + Afterwards,
        };
        await records.ReplaceAsync(prepared with { Value = kept }, CancellationToken.None);
        return new(answer, null);
    }

    private static SessionRequest RequestOf(PreparedSession session) => new()
    {
        SessionId = session.Id,
        VoiceAgentId = session.VoiceAgentId,
        Agent = session.Agent is { } agent ? new(agent.ConnectorId, agent.CredentialId, agent.Settings) : null,
        Avatar = session.Avatar,
        AvatarIdentity = OwnRooms.AvatarIn(session.Avatar.LiveKit),
        Greeting = session.Agent?.Opening switch
        {
            null => null,
            "" => AgentGreeting.None,
            var text => new(GreetingMode.Text, text),
        },
        DynamicVariables = session.DynamicVariables is { } variables ? DynamicVariables.Read(variables) : null,
        Limits = session.Avatar.MaximumDuration is { } wanted
            ? new() { MaximumDuration = wanted < Shortest ? Shortest : wanted }
            : new(),
    };

    private static PreparedStart TooSlow() => Refused(
        StatusCodes.Status504GatewayTimeout,
        AnswerCode.TooSlow,
        "The session did not start in time and was given up: ask for a new token.");

    private static PreparedStart Refused(int status, int code, string message) => new(null, Envelope.Refused(status, code, message));
}
